"""The records of the claims: each a declaration, committed before it was tried.

worlds                the worlds they share: a firm at its height, at its beginning, its shocks
statistics            the statistics they share
accidents             accidents come with the fleet, the gravest dominate, growth breeds defects
newsroom              fame is reported, and stories bring stories
founder_and_firm      what befalls the one befalls the other
founder_sales         love buys the product, and a strong product most of all
worship               its danger, and its need of success
public_face           the founder's own channel, his image, his warmth
fan_circle_rise       idealisation, and a platform that lets the circle spread
fan_circle_turn       how many fans become haters, and which
fan_circle_zeal       what the circle does to everyone else, and keeping away from it
two_faces             the same founder and firm in another climate
traffic               conservation, one cause of rise and fall, cycles
replies_and_rumours   an open door in either climate, and a rumour denied
promises              what they raise, what they cost when broken, and promising less
stepping_back         a strategic retreat, and the brand ahead of the person
founder_image         moving the image's anchor, and refusing the altar
participation         growth by people who take part, and its price
seeding               growth from a few by word of mouth, without promotion
word_of_mouth         stronger ties, trust, one product, and reach without media
"""
