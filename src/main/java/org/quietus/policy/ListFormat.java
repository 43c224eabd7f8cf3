package org.quietus.policy;

/**
 * How lists of hashed identifiers and the reports on them look.
 *
 * @param id the list's column of what names an entry
 * @param hash the list's column of hashes
 * @param compared whether identifiers are hashed as they are compared, instead of as published
 * @param reportId the report's column of what names an entry
 * @param reportStatus the report's column of codes
 * @param exempted the code of a person whose request was refused
 * @param deleted the code of a person who was erased
 * @param notFound the code of an entry that nobody was found for
 */
public record ListFormat(
    String id,
    String hash,
    boolean compared,
    String reportId,
    String reportStatus,
    String exempted,
    String deleted,
    String notFound) {

  /** As California's Delete Request and Opt-out Platform has published it. */
  public static final ListFormat PUBLISHED =
      new ListFormat("ID", "Hash", false, "Id", "Status", "2", "3", "5");
}
