package org.quietus.backup.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.format.KnownValues;
import org.quietus.format.Row;
import org.quietus.format.Sha256;
import org.quietus.policy.SubjectType;

/**
 * Makes keyed digests of what tells whose a record is: of the values that records have, and of
 * those that a person is known by. A record is a person's only if they have a digest in common.
 */
public final class RecordValues {
  /** Is raised when values that were told apart before may be one person's. */
  private static final int FORM = 2;

  private final RecordFields fields;
  private final KeyTokens tokens;

  /** {@code tokens} are under a key of the job's own. */
  public RecordValues(RecordFields fields, KeyTokens tokens) {
    this.fields = fields;
    this.tokens = tokens;
  }

  /** Takes digests. */
  public interface Sink {
    void add(long digest) throws IOException;
  }

  /** Which values are compared, and how: digests under another form say nothing. */
  public static String form(RecordFields fields) {
    String compared =
        FORM
            + "\n"
            + fields.settings().format()
            + "\n"
            + fields.settings().layout()
            + "\n"
            + fields.paths()
            + "\n";
    for (Map.Entry<SubjectType, List<WhoseField>> kind : fields.subjects().entrySet()) {
      compared += kind.getKey().name() + " " + kind.getKey().identifiers() + "\n";
      for (WhoseField field : kind.getValue()) {
        compared += field + " " + field.tokenKind() + "\n";
      }
    }
    return HexFormat.of()
        .formatHex(Sha256.begin().digest(compared.getBytes(StandardCharsets.UTF_8)));
  }

  /** The digests of what a person is known by. */
  public Set<Long> of(RecordPerson person) {
    Set<Long> digests = new LinkedHashSet<>();
    fields
        .subjects()
        .forEach(
            (subject, told) -> {
              if (person.sought().subject().equals(subject)) {
                told.stream()
                    .filter(WhoseField::isStrong)
                    .forEach(
                        field ->
                            person
                                .own()
                                .getOrDefault(field.name(), Set.of())
                                .forEach(own -> digests.add(digest(subject, field, own))));
              }
            });
    return digests;
  }

  /** Takes the values of a record. */
  public void see(Row row, Sink sink) throws IOException {
    for (Map.Entry<SubjectType, List<WhoseField>> kind : fields.subjects().entrySet()) {
      for (WhoseField field : kind.getValue()) {
        if (field.isStrong()) {
          for (int place : field.places()) {
            for (@Nullable Object value : row.values(place)) {
              add(kind.getKey(), field, value, sink);
            }
          }
        }
      }
    }
  }

  /** Takes the values of some records; returns whether all of them are known. */
  public boolean see(KnownValues values, Sink sink) throws IOException {
    for (Map.Entry<SubjectType, List<WhoseField>> kind : fields.subjects().entrySet()) {
      for (WhoseField field : kind.getValue()) {
        if (field.isStrong()) {
          for (int place : field.places()) {
            Optional<List<Object>> known = values.of(place);
            if (known.isEmpty()) {
              return false;
            }
            for (Object value : known.get()) {
              add(kind.getKey(), field, value, sink);
            }
          }
        }
      }
    }
    return true;
  }

  /** In each form in which it is compared. */
  private void add(SubjectType subject, WhoseField field, @Nullable Object value, Sink sink)
      throws IOException {
    for (String form : field.forms(value)) {
      sink.add(digest(subject, field, form));
    }
  }

  /** A UUID has one digest, however it is spelled. */
  private long digest(SubjectType subject, WhoseField field, String compared) {
    String same = Readings.uuid(compared).orElse(compared);
    return tokens.of(new Relation(subject.name() + " " + field.name()), List.of(same)).high();
  }
}
