package org.quietus.report;

import java.util.List;
import org.quietus.policy.Language;

/**
 * A document in its order of reading, before it is laid out.
 *
 * @param reference the certificate's id
 */
public record Outline(
    Language language, String title, String reference, Lead lead, List<Section> sections) {

  public Outline {
    sections = List.copyOf(sections);
  }

  /**
   * What a reader who stops here should know.
   *
   * @param code the outcome as the certificate writes it, e.g. {@code COMPLETE}
   * @param word the outcome in the reader's language
   * @param sentence what it means, in one sentence
   */
  public record Lead(String code, String word, String sentence) {}

  /**
   * Rows under a heading, at least one.
   *
   * @param key names the section in every language, unique in a document: lower-case letters,
   *     digits and hyphens
   */
  public record Section(String key, String title, List<Row> rows) {
    /** What the keys of sections about one target begin with. */
    static final String TARGET = "target-";

    public Section {
      rows = List.copyOf(rows);
    }

    /** Whether it is one of several of its kind, which a layout may put into less room. */
    public boolean isOneOfMany() {
      return key.startsWith(TARGET);
    }
  }

  /**
   * A labelled value. Its parts are plain text that came from outside in places: a layout escapes
   * them.
   *
   * @param label empty for a row as wide as the page
   * @param text words; empty if there are none
   * @param code digests or commands, to be set apart from words, with line feeds between lines;
   *     empty if there are none
   */
  public record Row(String label, String text, String code) {}
}
