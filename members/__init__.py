"""The members section: the list of the cluster's members and a page for each."""
