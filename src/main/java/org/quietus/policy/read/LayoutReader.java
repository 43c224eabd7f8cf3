package org.quietus.policy.read;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.policy.ByteSigns;
import org.quietus.policy.Nearest;
import org.quietus.policy.RowLayout;

/** Reads how files of one row a line write their rows. */
final class LayoutReader {
  private static final Map<String, RowLayout> BY_FORMAT =
      Map.of("csv", RowLayout.CSV, "tsv", RowLayout.TSV);

  private LayoutReader() {}

  /** Empty for a format whose rows are not written that way. */
  static Optional<RowLayout> layout(String format, JobEntry entry) {
    return Optional.ofNullable(BY_FORMAT.get(format)).map(usual -> layout(usual, entry));
  }

  private static RowLayout layout(RowLayout usual, JobEntry entry) {
    boolean backslash =
        entry.get("escape").text().map("backslash"::equals).orElse(usual.backslash());
    RowLayout layout =
        new RowLayout(
            delimiter(usual, entry.get("delimiter")),
            entry
                .get("quote")
                .text()
                .map(
                    text ->
                        text.equals("none")
                            ? Optional.<Character>empty()
                            : Optional.of(text.charAt(0)))
                .orElse(usual.quote()),
            backslash,
            entry.get("null-as").text().orElse(backslash ? RowLayout.TSV.nullText() : ""),
            columns(entry.get("columns")),
            charset(entry.get("charset")));
    signs(layout, entry);
    return layout;
  }

  private static String delimiter(RowLayout usual, JobEntry entry) {
    return entry.text().filter(text -> !text.isEmpty()).orElse(usual.delimiter());
  }

  private static Optional<List<String>> columns(JobEntry entry) {
    if (!entry.isPresent()) {
      return Optional.empty();
    }
    Set<String> seen = new HashSet<>();
    for (JobEntry column : entry.entries().values()) {
      if (column.text().isPresent() && !seen.add(column.text().get())) {
        column.problem(
            "SAME-COLUMN",
            column.path() + " is " + column.quoted() + ", which is the name of an earlier field",
            "give each field a name of its own");
      }
    }
    return Optional.of(entry.entries().values().stream().map(Scalars::text).toList());
  }

  private static Charset charset(JobEntry entry) {
    try {
      return entry.text().map(Charset::forName).orElse(StandardCharsets.UTF_8);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      entry.problem(
          "UNKNOWN-CHARSET",
          entry.path() + " is " + entry.quoted() + ", which is not a charset",
          Nearest.to(entry.text().orElse(""), Charset.availableCharsets().keySet())
              .map(charset -> "did you mean '" + charset + "'?")
              .orElse("write an IANA name, e.g. windows-1252 or GB18030"));
      return StandardCharsets.UTF_8;
    }
  }

  private static void signs(RowLayout layout, JobEntry entry) {
    String others =
        "\r\n" + layout.quote().map(String::valueOf).orElse("") + (layout.backslash() ? "\\" : "");
    if (layout.delimiter().chars().anyMatch(sign -> others.indexOf(sign) >= 0)) {
      JobEntry given = entry.get(entry.get("delimiter").isPresent() ? "delimiter" : "quote");
      given.problem(
          "BAD-DELIMITER",
          given.path() + ": the delimiter has a line end, the quote or a backslash in it",
          "write what separates two fields, e.g. \";\" or \"\\t\"");
    }
    if (layout.quote().isPresent() && layout.quote().get() == '\\' && layout.backslash()) {
      entry
          .get("quote")
          .problem(
              "BAD-QUOTE",
              entry.get("quote").path() + " is the backslash, which 'escape' has a use for",
              "write another character, or 'none'");
    }
    if (!ByteSigns.areFoundIn(layout.narrowed().charset(), layout.signs())) {
      entry
          .get("charset")
          .problem(
              "UNSUITED-CHARSET",
              "in "
                  + layout.charset().name()
                  + " a byte of a delimiter, quote, backslash or line end may be part of another"
                  + " character, so that rows cannot be told apart",
              layout.backslash()
                  ? "write the files as UTF-8, or with quotes and without backslashes ('escape:"
                      + " none')"
                  : "write the files as UTF-8");
    }
    if (layout.nullText().chars().anyMatch(sign -> others.indexOf(sign) >= 0 && sign != '\\')
        || layout.nullText().indexOf(layout.delimiter().charAt(0)) >= 0
        || (layout.charset().canEncode()
            && !layout.charset().newEncoder().canEncode(layout.nullText()))) {
      entry
          .get("null-as")
          .problem(
              "BAD-NULL",
              entry.get("null-as").path() + " is not the text of a field without quotes",
              "write what a field holds that has no value, e.g. \"NULL\", or \"\" for nothing");
    }
  }
}
