"""A package by this file alone: a library may bring one of the same name, which would hide ours."""
