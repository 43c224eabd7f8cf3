package org.quietus.objectstore;

/**
 * Who may do what with an object: an entry of an S3 access control list, or of a file's owner,
 * group or others.
 *
 * @param kind {@code id}, {@code uri} or {@code emailAddress} on S3; {@code owner}, {@code group}
 *     or {@code others} in a directory
 * @param permission e.g. {@code FULL_CONTROL}, or {@code rw-} in a directory
 */
public record Grant(String kind, String grantee, String permission) {
  @Override
  public String toString() {
    return "grant of " + permission;
  }
}
