package org.quietus.backup.file;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.quietus.backup.RowReviews;
import org.quietus.format.Row;
import org.quietus.format.Sha256;
import org.quietus.request.CopyReviews;
import org.quietus.subject.Identifier;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/**
 * What people have said of records that may be a person's. A record has no key: it is known by all
 * of it, so that nothing is said of another one. Formats that keep a record in several places know
 * none.
 *
 * @param shown whether whoever said something of a record, by request and token, had seen it in
 *     this object
 * @param table what records of the set are called
 * @param holds whether there is any hold
 * @param held whether a hold binds somebody with such traits
 */
public record RecordReviews(
    RowReviews said,
    BiPredicate<String, String> shown,
    String table,
    boolean holds,
    Predicate<Sought> held) {

  /**
   * What becomes of a record in doubt.
   *
   * @param told what it tells, by column
   * @param acted what is done if it is the person's
   * @param later whether it may be of after the erasure, as its object is: another record may tell
   *     just the same, of which nobody has said anything, unless it was shown
   */
  RecordOutcome decide(
      RecordPerson person,
      int number,
      Row row,
      Map<String, Set<String>> told,
      List<WhoseField> columns,
      RecordOutcome acted,
      boolean later)
      throws IOException {
    Optional<byte[]> whole = row.whole();
    if (whole.isEmpty()) {
      return RecordOutcome.doubtful(number, Optional.empty());
    }
    String request = person.sought().request();
    List<String> identity = identity(whole.get(), row, columns);
    Optional<CopyReviews.Said> words = said.words(request, table, () -> identity);
    if (words.filter(is -> !is.theirs()).isPresent()) {
      return RecordOutcome.later(number);
    }
    boolean ofIt =
        words
            .filter(is -> !later || shown.test(request, said.token(request, table, identity)))
            .isPresent();
    return ofIt && !(holds && mayBeHeld(person, told, columns))
        ? acted
        : RecordOutcome.doubtful(
            number,
            Optional.of(
                new CopyReviews.Seen(
                    request,
                    said.token(request, table, identity),
                    table,
                    row.place(),
                    person.columns(told, columns, true),
                    person.columns(told, columns, false),
                    Optional.empty(),
                    words.isPresent() && !ofIt)));
  }

  /** All of it, and what is read in it, whoever is sought: a header may name other columns. */
  private static List<String> identity(byte[] whole, Row row, List<WhoseField> columns)
      throws IOException {
    int end = whole.length;
    while (end > 0 && (whole[end - 1] == '\n' || whole[end - 1] == '\r')) {
      end--; // the last record of a file need not have them
    }
    MessageDigest digest = Sha256.begin();
    digest.update(whole, 0, end);
    List<String> texts = new ArrayList<>(List.of("record", Sha256.hex(digest)));
    for (WhoseField field : columns) {
      texts.add(field.name());
      texts.addAll(new TreeSet<>(field.values(row)));
    }
    return texts;
  }

  /**
   * Whether whoever a record tells of may be held: of another key than the person's nobody knows.
   */
  private boolean mayBeHeld(
      RecordPerson person, Map<String, Set<String>> told, List<WhoseField> columns) {
    Set<Identifier> identifiers = new HashSet<>();
    for (WhoseField field : columns) {
      Set<String> values = told.getOrDefault(field.name(), Set.of());
      if (field.kind() == WhoseField.Kind.KEY
          && !person.own().getOrDefault(field.name(), Set.of()).containsAll(values)) {
        return true;
      }
      field
          .type()
          .ifPresent(
              type ->
                  values.forEach(value -> Identifier.of(type, value).ifPresent(identifiers::add)));
    }
    Sought sought = person.sought();
    return held.test(
        new Sought(
            sought.request(),
            sought.step(),
            sought.subject(),
            new PersonKeys(List.of(), sought.keys().erasedAt()),
            new PersonTraits(sought.traits().tenant(), List.copyOf(identifiers), Map.of())));
  }
}
