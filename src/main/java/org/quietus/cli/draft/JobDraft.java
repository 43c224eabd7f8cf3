package org.quietus.cli.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Comments;
import org.quietus.catalog.Table;
import org.quietus.coverage.Inventory;
import org.quietus.policy.Counted;

/**
 * Drafts a job file from a catalog: retention rules to choose from, commented out, and what to do
 * with a person who asks, which does nothing until somebody does.
 */
final class JobDraft {
  private static final String HEAD =
      """
      ## Drafted by 'quietus init' from %1$s. It removes nothing by itself: take the '# ' away from
      ## the retention rules that you want, and read what is proposed for erasure requests. Then:
      ## quietus validate FILE, quietus plan FILE, quietus run FILE.
      quietus: 1
      job: %2$s
      controller: Example GmbH                  # who answers for the data, as certificates name it
      zone: UTC                                 # whose local days periods are counted in
      evidence: { store: "file:///var/lib/quietus/evidence", keys: /etc/quietus/keys }
      databases:
        %2$s: { url: %3$s, username: %4$s, password: "${%5$s}", zone: UTC }   # zone of DATETIME
      """;

  private static final Pattern UNWRITABLE =
      Pattern.compile("[\\p{C}\"'`\\\\]|^[.\\p{Z}]|[.\\p{Z}]$");

  private final Catalog catalog;
  private final List<SubjectDraft> subjects = new ArrayList<>();
  private final OwnerDraft owners;
  private final StringBuilder text = new StringBuilder();

  private JobDraft(Catalog catalog, Comments comments) {
    this.catalog = catalog;
    Inventory inventory = Inventory.of(catalog, comments, Set.of());
    catalog.tables().values().stream()
        .filter(JobDraft::canBeWritten)
        .forEach(table -> SubjectDraft.of(table, inventory).ifPresent(subjects::add));
    this.owners =
        new OwnerDraft(catalog, subjects.stream().map(each -> each.table().name()).toList());
  }

  /** The job file's text; {@code passwordVariable} is the environment variable it refers to. */
  static String of(
      Catalog catalog, Comments comments, String url, String user, String passwordVariable) {
    JobDraft draft = new JobDraft(catalog, comments);
    draft.text.append(
        HEAD.formatted(
            catalog.product(), catalog.database(), quoted(url), quoted(user), passwordVariable));
    draft.unwritable();
    draft.retention();
    if (!draft.subjects.isEmpty()) {
      draft.subjects();
      draft.anonymise();
      draft.erasure();
    }
    return draft.text.toString();
  }

  private void retention() {
    remark(
        "What may be removed by itself, one rule per table with a date. The periods are examples.");
    List<RuleDraft> rules =
        catalog.tables().values().stream()
            .filter(JobDraft::canBeWritten)
            .flatMap(table -> RuleDraft.of(table).stream())
            .toList();
    if (!rules.isEmpty()) {
      commentedOut("retention:");
    }
    for (RuleDraft rule : rules) {
      commentedOut(
          "  %s: { records: %s, keep: P10Y, from: %s, then: delete }%s",
          rule.name(),
          name(rule.table().name()),
          quoted(rule.from().name()),
          rule.indexed() ? "" : "   # no index starts with this column");
    }
  }

  private void subjects() {
    remark(
        "Tables that look as if each row were a person. Foreign keys are found by themselves;"
            + " declare");
    remark("others as   owns: [ \"" + catalog.database() + ".table.column -> …\" ]");
    line("subjects:");
    for (SubjectDraft subject : subjects) {
      line("  %s:", quoted(subject.name()));
      line("    records: %s", name(subject.table().name()));
      List<String> identifiers = new ArrayList<>();
      subject
          .personal()
          .forEach(
              looks ->
                  looks
                      .identifier()
                      .ifPresent(
                          type -> identifiers.add(quoted(looks.column().name()) + ": " + type)));
      line("    identifiers: { %s }", String.join(", ", identifiers));
      shares(owners.shared(subject.table().name()));
    }
  }

  private void shares(Map<String, String> tables) {
    if (!tables.isEmpty()) {
      line("    shares:   # not this person's: these rows stay");
      tables.forEach((table, reason) -> line("      - %s   # %s", name(table), reason));
    }
  }

  private void anonymise() {
    remark(
        "How their rows are anonymised, if they are. Better with a column that marks a row as"
            + " done:");
    remark("mark: anonymised_at");
    line("anonymise:");
    for (SubjectDraft subject : subjects) {
      line("  %s:", name(subject.table().name()));
      line("    with:");
      subject.personal().forEach(looks -> strategy(looks, subject.isUnique(looks.column())));
    }
  }

  private void strategy(PersonColumn looks, boolean unique) {
    String name = quoted(looks.column().name());
    looks
        .strategy(unique)
        .ifPresentOrElse(
            strategy -> line("      %s: %s", name, strategy),
            () ->
                line(
                    "      # %s:   no strategy fits by itself (%s, NOT NULL)", name, looks.kind()));
  }

  private void erasure() {
    remark(
        "What goes when a person asks. Every table that leads to the person needs an entry. Where"
            + " a");
    remark("law keeps rows: { keep: P10Y, from: issued_at, then: delete, because: bookkeeping }");
    Map<String, String> entries = new LinkedHashMap<>();
    for (SubjectDraft subject : subjects) {
      entries.put(subject.table().name(), "{ then: anonymise }");
    }
    for (SubjectDraft subject : subjects) {
      owners
          .owned(subject.table().name())
          .forEach((table, path) -> entries.putIfAbsent(table, "{ then: delete }   # " + path));
    }
    line("erasure:");
    line("  records:");
    entries.forEach((table, entry) -> line("    %s: %s", name(table), entry));
    tablesApart(entries);
  }

  private void tablesApart(Map<String, String> entries) {
    Set<String> shared =
        subjects.stream()
            .flatMap(subject -> owners.shared(subject.table().name()).keySet().stream())
            .collect(Collectors.toSet());
    List<String> apart =
        catalog.tables().values().stream()
            .map(Table::name)
            .filter(t -> !entries.containsKey(t) && !shared.contains(t))
            .toList();
    if (!apart.isEmpty()) {
      remark("No foreign key leads from these to a person: " + String.join(", ", apart));
    }
  }

  /** Whether the job file's grammar has a name for the table. */
  private static boolean canBeWritten(Table table) {
    return UNWRITABLE.matcher(table.name()).results().findAny().isEmpty();
  }

  private void unwritable() {
    List<Table> left =
        catalog.tables().values().stream().filter(table -> !canBeWritten(table)).toList();
    if (!left.isEmpty()) {
      remark(
          "Not proposed, for quotes, backquotes or backslashes in the name: "
              + Counted.of(left.size(), "table")
              + ".");
    }
  }

  private void remark(String line) {
    String before =
        text.charAt(text.length() - 2) != '\n' && !lastLine().startsWith("## ") ? "\n" : "";
    text.append(before).append("## ").append(line).append('\n');
  }

  private String lastLine() {
    return text.substring(text.lastIndexOf("\n", text.length() - 2) + 1);
  }

  private void line(String line, Object... values) {
    text.append(line.formatted(values)).append('\n');
  }

  private void commentedOut(String line, Object... values) {
    text.append("# ");
    line(line, values);
  }

  private String name(String table) {
    return quoted(catalog.database() + "." + table);
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_.-]*")
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
