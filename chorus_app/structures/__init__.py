"""Whom you act for: structures, services, memberships, requests for attachment, rights."""
