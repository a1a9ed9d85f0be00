"""Items, the places that they are in, their tags and photos. Other rooms use `catalogue.service`."""
