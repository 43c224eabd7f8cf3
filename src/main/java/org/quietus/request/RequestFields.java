package org.quietus.request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.policy.JobFile;
import org.quietus.policy.RequestKind;
import org.quietus.request.RequestRules.Fault;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/** Reads a request out of named texts, as files and tables hold them. */
final class RequestFields {
  /** Says whether requesters have shown who they are; where it stands, it has to say so. */
  static final String VERIFIED = "verified";

  private static final Set<String> NAMES =
      Set.of(
          "subject",
          "kind",
          "purpose",
          "tenant",
          "ground",
          "requester",
          "evidence",
          "received_at",
          VERIFIED);
  private static final Map<String, Boolean> ANSWERS =
      Map.of("true", true, "yes", true, "1", true, "false", false, "no", false, "0", false);
  private static final int LONGEST_VALUE = 1000;

  private final JobFile job;
  private final RequestRules rules;

  RequestFields(JobFile job, Instant now) {
    this.job = job;
    this.rules = new RequestRules(job.subjects(), job.requests().kinds().keySet(), now);
  }

  /** Either a request, or everything that stands against it. */
  record Read(Optional<NewRequest> request, List<Fault> faults) {}

  /** Whether a field of that name means anything. */
  static boolean isKnown(String name) {
    return NAMES.contains(name) || IdentifierType.named(name).isPresent();
  }

  static String known() {
    return "subject, kind, purpose, tenant, ground, requester, evidence, received_at, verified, "
        + IdentifierType.allNames();
  }

  /** Reads the texts by name; identifiers can be several of one type. */
  Read read(Map<String, ? extends Collection<String>> texts) {
    List<Fault> faults = new ArrayList<>();
    Map<String, String> single = new LinkedHashMap<>();
    Set<Identifier> identifiers = new LinkedHashSet<>();
    texts.forEach(
        (name, values) -> {
          Optional<IdentifierType> type = IdentifierType.named(name);
          if (type.isPresent()) {
            values.forEach(
                value -> identifier(type.get(), value, faults).ifPresent(identifiers::add));
          } else if (NAMES.contains(name)) {
            if (values.isEmpty() && !name.equals(VERIFIED)) {
              faults.add(
                  new Fault(
                      "NO-VALUE",
                      "'" + name + "' has no value",
                      "give one, or leave the field out"));
            }
            values.stream()
                .findFirst()
                .or(() -> Optional.of("").filter(nothing -> name.equals(VERIFIED)))
                .ifPresent(value -> single.put(name, value));
            if (values.size() > 1) {
              faults.add(
                  new Fault(
                      "SEVERAL-VALUES",
                      "'" + name + "' has several values",
                      "give one; only identifiers may be several"));
            }
          } else {
            faults.add(
                new Fault(
                    "UNKNOWN-IDENTIFIER-TYPE",
                    "there is no identifier type of that name",
                    "use one of " + IdentifierType.allNames()));
          }
        });
    NewRequest request =
        new NewRequest(filing(single, faults), List.copyOf(identifiers), verified(single, faults));
    if (faults.isEmpty()) {
      faults.addAll(rules.ofFiled(request));
    }
    return new Read(faults.isEmpty() ? Optional.of(request) : Optional.empty(), faults);
  }

  private Filing filing(Map<String, String> texts, List<Fault> faults) {
    String ground = texts.getOrDefault("ground", Ground.REQUEST.toString());
    String requester = texts.getOrDefault("requester", Requester.SELF.toString());
    Optional<String> received = Optional.ofNullable(texts.get("received_at"));
    Filing whole =
        new Filing(
            subject(texts, faults),
            Optional.ofNullable(texts.get("tenant")),
            Ground.of(ground)
                .orElseGet(
                    () -> {
                      faults.add(code("UNKNOWN-GROUND", "ground", Codes.all(Ground.class)));
                      return Ground.REQUEST;
                    }),
            Requester.of(requester)
                .orElseGet(
                    () -> {
                      faults.add(
                          code("UNKNOWN-REQUESTER", "requester", Codes.all(Requester.class)));
                      return Requester.SELF;
                    }),
            Optional.ofNullable(texts.get("evidence")),
            received.isEmpty() ? rules.now() : moment(received.get(), faults),
            asks(texts, faults));
    return Optional.ofNullable(texts.get("purpose")).map(whole::withdrawing).orElse(whole);
  }

  private static RequestKind asks(Map<String, String> texts, List<Fault> faults) {
    String kind = texts.getOrDefault("kind", RequestKind.ERASURE.toString());
    return Codes.find(RequestKind.class, kind)
        .orElseGet(
            () -> {
              faults.add(code("UNKNOWN-KIND", "kind", Codes.all(RequestKind.class)));
              return RequestKind.ERASURE;
            });
  }

  private static Fault code(String id, String field, String codes) {
    return new Fault(id, "'" + field + "': unknown value", "use one of: " + codes);
  }

  private String subject(Map<String, String> texts, List<Fault> faults) {
    Set<String> subjects = job.subjects().keySet();
    String named = texts.get("subject");
    if (named != null) {
      return named;
    }
    if (subjects.size() != 1) {
      faults.add(
          new Fault(
              "NO-SUBJECT",
              "the kind of data subject is missing",
              "add 'subject'; the job file has: " + String.join(", ", subjects)));
    }
    return subjects.stream().findFirst().orElse("");
  }

  private Instant moment(String text, List<Fault> faults) {
    return Filing.moment(text, job.zone())
        .orElseGet(
            () -> {
              faults.add(
                  new Fault(
                      RequestRules.BAD_RECEIVED_AT,
                      "'received_at' is neither a day nor a moment",
                      "write e.g. 2026-02-20 or 2026-02-20T10:00:00Z"));
              return rules.now();
            });
  }

  private static boolean verified(Map<String, String> texts, List<Fault> faults) {
    Boolean answer = ANSWERS.get(texts.getOrDefault(VERIFIED, "true"));
    if (answer == null) {
      faults.add(
          new Fault("BAD-VERIFIED", "'verified' is neither true nor false", "write true or false"));
      return false;
    }
    return answer;
  }

  private static Optional<Identifier> identifier(
      IdentifierType type, String value, List<Fault> faults) {
    boolean text = value.indexOf('\ufffd') < 0 && value.chars().noneMatch(Character::isISOControl);
    Optional<String> odd = type.oddity(value);
    Optional<Identifier> identifier =
        text && value.length() <= LONGEST_VALUE && odd.isEmpty()
            ? Identifier.of(type, type.unescaped(value))
            : Optional.empty();
    if (identifier.isEmpty()) {
      faults.add(
          new Fault(
              "IMPLAUSIBLE-IDENTIFIER",
              "the value of '" + Codes.of(type) + "' cannot be one",
              odd.orElse("give it in full, as the database holds it")));
    }
    return identifier;
  }
}
