"""What made the files that the course ships."""
