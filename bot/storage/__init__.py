"""How is it kept? SQLAlchemy over SQLite or PostgreSQL; migrations; one transaction an update."""
