package org.quietus.hold;

/**
 * A hold was set or released since somebody was sought; who is to be removed has to be asked again.
 */
public final class HoldsChanged extends RuntimeException {}
