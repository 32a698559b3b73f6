"""The signed-in home: my work, dashboards, shell."""
