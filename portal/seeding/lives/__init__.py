"""What happens to invented dossiers: simulated forward from the day they are filed, by the law's clock, in office hours."""

from portal.seeding.lives.arrivals import arrival
from portal.seeding.lives.course import live
from portal.seeding.lives.habits import Habit
from portal.seeding.lives.life import By, Due, Life, State, Step
from portal.seeding.lives.living import Setting

__all__ = ["By", "Due", "Habit", "Life", "Setting", "State", "Step", "arrival", "live"]
