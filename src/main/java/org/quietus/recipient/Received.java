package org.quietus.recipient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.policy.JobFile;
import org.quietus.policy.RecipientSettings;
import org.quietus.policy.SubjectType;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;
import org.quietus.request.SealedPerson;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/**
 * The identifiers of a person that a recipient had received, and no other: in a notice of an
 * erasure none that somebody else has, too, whom the recipient would erase by it.
 */
final class Received {
  private Received() {}

  /** Why a notice has none: a code. */
  static String whyNone(RecipientSettings recipient, JobFile job, String kind, SealedPerson of) {
    return all(recipient, job, kind, of).isEmpty() ? "no-identifier" : SHARED;
  }

  /** The reason of a notice that could name nobody without somebody else. */
  static final String SHARED = "shared-identifier";

  /** The reason of a notice of whom nobody knows any more what is somebody else's, too. */
  static final String REVIEW_LOST = "review-lost";

  /** Whether somebody looked whose rows are whose, and a restore has forgotten what they said. */
  static boolean isReviewLost(
      RecipientSettings recipient, SealedPerson person, List<RequestEvent> events) {
    return !recipient.passesAnswersOn()
        && person.reviewed().isEmpty()
        && RequestHistory.isReviewed(events);
  }

  /** Whether nothing identifies the person any more outside the database. */
  static boolean isForgotten(SealedPerson person) {
    return person.identifiers().isEmpty() && person.traits().isEmpty();
  }

  /** Whether a recipient had received anything of that kind of person, or for that purpose. */
  static boolean concerns(RecipientSettings recipient, SubjectType subject) {
    boolean meant =
        subject.purpose().map(of -> recipient.purposes().contains(of.name())).orElse(true);
    return meant
        && recipient.received().stream()
            .anyMatch(
                name ->
                    subject.identifiers().containsKey(name)
                        || subject.identifiers().containsValue(name));
  }

  /**
   * Each as {@code name}, {@code type}, {@code value}, normalised. A column's name stands for what
   * the person's row held in it; a type's for all such columns of each of their rows, and for what
   * came with the request.
   */
  static List<Map<String, String>> of(
      RecipientSettings recipient, JobFile job, String kind, SealedPerson person) {
    List<Map<String, String>> all = all(recipient, job, kind, person);
    return recipient.passesAnswersOn()
        ? all
        : all.stream().filter(one -> !isShared(person, one)).toList();
  }

  private static boolean isShared(SealedPerson person, Map<String, String> identifier) {
    return IdentifierType.named(identifier.getOrDefault("type", ""))
        .flatMap(type -> Identifier.of(type, identifier.getOrDefault("value", "")))
        .filter(
            one ->
                person.shared().stream().anyMatch(one::isSameAs)
                    || person.reviewed().filter(review -> review.isOthers(one)).isPresent())
        .isPresent();
  }

  private static List<Map<String, String>> all(
      RecipientSettings recipient, JobFile job, String kind, SealedPerson person) {
    Optional<SubjectType> subject = job.subject(kind);
    List<Map<String, String>> found = new ArrayList<>();
    for (String name : recipient.received()) {
      subject.ifPresent(
          of ->
              of.identifiers()
                  .forEach(
                      (column, type) -> {
                        if (column.equals(name) || type.equals(name)) {
                          held(person, of, column, type)
                              .forEach(value -> add(found, name, type, value));
                        }
                      }));
      IdentifierType.named(name)
          .ifPresent(
              type ->
                  Stream.concat(person.identifiers().stream(), person.told().stream())
                      .filter(given -> given.type() == type)
                      .map(Identifier::value)
                      .forEach(value -> add(found, name, name, value)));
    }
    return found;
  }

  /**
   * Several, where several rows are the person's: somebody said so, or they refer to the person. Of
   * these it is known in which column a value was if no other column is of its type.
   */
  private static Stream<String> held(
      SealedPerson person, SubjectType subject, String column, String type) {
    Optional<IdentifierType> known = IdentifierType.named(type);
    boolean alone =
        subject.identifiers().values().stream()
                .map(IdentifierType::named)
                .filter(known::equals)
                .count()
            == 1;
    return Stream.concat(
        Stream.concat(
                Stream.of(person.traits()),
                person.reviewed().stream().flatMap(review -> review.theirs().values().stream()))
            .flatMap(row -> Stream.ofNullable(row.get(column))),
        person.told().stream()
            .filter(one -> alone && known.filter(one.type()::equals).isPresent())
            .map(Identifier::value));
  }

  private static void add(List<Map<String, String>> found, String name, String type, String value) {
    Map<String, String> identifier = new LinkedHashMap<>();
    identifier.put("name", name);
    identifier.put("type", type);
    identifier.put("value", value);
    if (!found.contains(identifier)) {
      found.add(identifier);
    }
  }
}
