"""Texts of our own: two outlets on one sinking, and articles on other matters."""

FERRY = (
    "A passenger ferry sank off Cape Rusk in heavy seas on Tuesday night, killing at least 34 "
    "people, the coast guard of Norland said.\n"
    "The Halvard was carrying 212 people from Tessby to the Farrow Islands when its bow door "
    "broke, said Captain Ida Brandt, who leads the rescue.\n"
    '"Nobody should have sailed in that sea," she told reporters at the harbour of Tessby. '
    "Rescuers pulled 171 people out of the water.\n"
    "The owner, Rusk Line, has not said why the Halvard left port during a storm warning."
)

RIVAL = (
    "Norland's coast guard searched the waters off Cape Rusk on Wednesday after the ferry "
    "Halvard went down with 212 people aboard.\n"
    "At least 34 people were killed, and 171 were rescued, according to Ida Brandt, the "
    'captain in charge. "Nobody should have sailed in that sea," she said in Tessby.\n'
    "The ferry, owned by Rusk Line, was bound for the Farrow Islands when the bow door gave "
    "way in a storm."
)

MUSEUM = (
    "The new wing of the Orla Museum of Glass opened its doors on Wednesday after nine years "
    "of work that cost $48 million.\n"
    "Visitors queued around Linden Square for a look at the blue room, which holds 600 vases "
    "of the painter Tomas Vee.\n"
    '"We wanted light to be the first exhibit," said the architect, Mina Solberg. Entrance is '
    "free until the end of May."
)

DAMS = (
    "A barge struck a lock gate on the river Sill on Wednesday, closing the waterway to all "
    "traffic, the port of Harrow said.\n"
    "No one was hurt. Two of the crew were brought ashore by firefighters, said a spokesman, "
    "Leo Prado.\n"
    "About 40 vessels were waiting above the lock by noon, and repairs may take a week."
)

TRADE = (
    "Ukraine will sell more grain to Britain under a trade pact that both signed in London on "
    "Monday.\n"
    "The pact halves duties on wheat and barley, and farmers in Russia are not expected to feel "
    "it, analysts said.\n"
    '"Bread does not wait," said the minister for farming, Oksana Dovha, after the ceremony.'
)
