"""Areas: a town or district that several deployments went to, read off the place's name."""

import re

AREAS = (
    "Croydon", "Woolwich", "Romford", "Tooting", "Barking", "Dagenham", "Ilford", "Walworth",
    "London Bridge", "Catford", "Lewisham", "Hounslow", "Peckham", "East Ham", "Green St",
    "Dalston", "Walthamstow", "Camden", "Islington", "Love Lane", "Northumberland Pk", "Haringey",
    "Tottenham Ct", "Seven Sisters", "Ealing", "Sutton", "O2 Arena", "Shepherds Bu",
    "Bethnal Green", "Hackney", "Kings Cross", "Wembley", "Kilburn", "Wood Green", "Selhurst",
    "Clapham Junc", "Clapham Common", "Bromley", "Kingston", "Harlesden", "Enfield", "Edmonton",
    "Uxbridge", "Hammersmith", "Earls Court", "Bexleyheath", "Harrow", "Wimbledon", "Poplar",
    "Deptford", "Streatham", "Leyton", "Stratford", "Piccadilly", "Oxford", "Westminster",
    "Hornchurch", "Shoreditch",
)  # fmt: skip
"""Words of places in the record; the first that a place has is its area."""
ALSO = {
    "powis st": "Woolwich", "kingsland": "Dalston", "mare st": "Hackney", "rye lane": "Peckham",
    "bond st": "Oxford", "walworth": "Walworth",
}  # fmt: skip
"""Streets that other rows name with their area, or that lie in it."""
SPACES = re.compile(r"\s+")


def area_of(place: str) -> str:
    """The area of a place; the place itself where no word of it is known.

    >>> area_of("North End, Croydon"), area_of("Powis St,"), area_of("Acton")
    ('Croydon', 'Woolwich', 'Acton')
    """
    told = SPACES.sub(" ", place.replace("’", "'")).strip().lower()
    for area in AREAS:
        if area.lower() in told:
            return area
    return next((area for word, area in ALSO.items() if word in told), place.strip())
