package org.quietus.objectstore;

/** Something that a store was seen to do, on a scratch key, rather than said to do. */
public enum Capability {
  /** Keeps the versions that a write or a deletion supersedes. */
  VERSIONS,
  /** A small write with the right ETag succeeds and one with a wrong ETag fails. */
  IF_MATCH,
  /**
   * A small write that must not overwrite fails if there is an object, but not if it was deleted.
   */
  IF_NONE_MATCH,
  /** As {@link #IF_MATCH}, for the completion of an upload in parts. */
  IF_MATCH_ON_COMPLETE,
  /** As {@link #IF_NONE_MATCH}, for the completion of an upload in parts. */
  IF_NONE_MATCH_ON_COMPLETE,
  /** A deletion with a wrong ETag fails and one with the right ETag succeeds. */
  CONDITIONAL_DELETE,
  /** A server-side copy of a source with a wrong ETag fails. */
  COPY_SOURCE_IF_MATCH,
  /** The bucket keeps retentions and legal holds. */
  OBJECT_LOCK,
  /** A version under legal hold cannot be deleted. */
  LOCK_ENFORCED,
  /** Keeps user metadata. */
  METADATA,
  /** Keeps tags. */
  TAGS,
  /** A deleted version can no longer be read by its version. */
  GONE_AFTER_DELETE
}
