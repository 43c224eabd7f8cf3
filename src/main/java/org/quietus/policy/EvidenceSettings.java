package org.quietus.policy;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where evidence is kept.
 *
 * @param store the evidence store, a {@code file:} URI of a directory
 * @param keys the directory of the private and public keys
 */
public record EvidenceSettings(URI store, Path keys) {}
