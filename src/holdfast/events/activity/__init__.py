"""The activity index: who was active, a bitmap for every event, day and subject. It can always be made from parts."""
