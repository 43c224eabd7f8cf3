package org.quietus.backup.set;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.dump.FormerSchemas;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.RowLayout;
import org.quietus.request.SealingKey;

/**
 * Makes what object versions are known by from one run to the next. A file in which one looks for
 * more than before is another one: who was erased may be where nobody has looked.
 */
record ScreenedTokens(JobFile job, SealingKey key) {

  /** The tokens of one set, the same as long as it is looked in the same places. */
  KeyTokens of(ObjectSet set) {
    @Nullable FileSettings files = job.files().get(set.name());
    return new KeyTokens(
        key.blinding(
            job.job()
                + " screened backups"
                + (files == null ? former(set.name()) : " " + places(files))));
  }

  /** Other tables are searched where they were called otherwise. */
  private String former(String set) {
    return Optional.ofNullable(job.backups().get(set))
        .map(backups -> FormerSchemas.text(backups.schemaBefore(), job.zone()))
        .filter(text -> !text.isEmpty())
        .map(text -> "\n" + text)
        .orElse("");
  }

  private String places(FileSettings files) {
    Map<String, String> subjects = new TreeMap<>();
    files
        .persons()
        .forEach(
            (subject, columns) ->
                subjects.put(
                    subject,
                    new TreeMap<>(columns)
                        + " "
                        + job.subject(subject).map(of -> new TreeMap<>(of.identifiers()))));
    StringBuilder former = new StringBuilder();
    files
        .schemaBefore()
        .days()
        .forEach((day, names) -> former.append(" ").append(day).append(" ").append(names.text()));
    return files.format()
        + " "
        + files.layout().map(ScreenedTokens::text)
        + " "
        + subjects
        + former;
  }

  private static String text(RowLayout layout) {
    Optional<Integer> quote = layout.quote().map(sign -> (int) sign);
    return "%s %s %s %s %s %s"
        .formatted(
            layout.delimiter(),
            quote,
            layout.backslash(),
            layout.nullText(),
            layout.columns(),
            layout.charset());
  }
}
