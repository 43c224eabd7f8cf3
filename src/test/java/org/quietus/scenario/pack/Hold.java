package org.quietus.scenario.pack;

/** A legal hold on a person. */
record Hold(String reference, Human human) {}
