package org.quietus.request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.policy.RequestKind;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/**
 * What a new request must be like to be taken in.
 *
 * @param subjects the kinds of data subjects of the job
 * @param answered what requests may ask for that are answered alone
 * @param now nothing is received later
 */
public record RequestRules(
    Map<String, SubjectType> subjects, Set<RequestKind> answered, Instant now) {
  /** The code of what is received later than now. */
  static final String RECEIVED_IN_FUTURE = "RECEIVED-IN-FUTURE";

  /** The code of a moment that is none, or that nobody can have asked at. */
  static final String BAD_RECEIVED_AT = "BAD-RECEIVED-AT";

  private static final String BAD_EVIDENCE = "BAD-EVIDENCE";

  /** What is earlier was never set, or is a mistake. */
  private static final Instant FIRST = Instant.EPOCH;

  /**
   * What stands against a request; holds no value of it.
   *
   * @param code stable, upper case with hyphens
   */
  public record Fault(String code, String what, String mend) {}

  /** Whether a moment is so early that nobody can have asked for anything. */
  static boolean isTooEarly(Instant received) {
    return received.isBefore(FIRST);
  }

  /** The same for one that somebody files, which is none that the program makes by itself. */
  public List<Fault> ofFiled(NewRequest request) {
    List<Fault> faults = faults(request);
    if (ListedRequests.isOf(request.filing())) {
      faults.add(ofTheProgram("an entry of a list of hashes"));
    }
    if (SamePerson.first(request.filing()).isPresent()) {
      faults.add(ofTheProgram("a request that follows another one of the same person"));
    }
    return faults;
  }

  private static Fault ofTheProgram(String what) {
    return new Fault(
        BAD_EVIDENCE,
        "the evidence reference is that of " + what,
        "leave out what is before the last /");
  }

  /** Everything that stands against it; nothing if it can be taken in. */
  public List<Fault> faults(NewRequest request) {
    List<Fault> faults = new ArrayList<>();
    Filing filing = request.filing();
    SubjectType type = subjects.get(filing.kind());
    if (type != null
        && filing.purpose().filter(of -> !type.purposes().containsKey(of)).isPresent()) {
      faults.add(
          new Fault(
              "UNKNOWN-PURPOSE",
              "subject '" + type.name() + "' has no purpose of that name",
              type.purposes().isEmpty()
                  ? "name what each purpose needs under 'purposes' of the subject"
                  : "it has: " + String.join(", ", type.purposes().keySet())));
    }
    if (filing.asks().isErasure()) {
      faults.addAll(ofPerson(filing.kind(), request.identifiers()));
    } else {
      faults.addAll(ofAnswered(filing, request.identifiers()));
    }
    if (type != null) {
      tenant(type, filing.tenant(), faults);
    }
    if (filing.receivedAt().isAfter(now)) {
      faults.add(
          new Fault(
              RECEIVED_IN_FUTURE,
              "the received date is in the future",
              "give the day or moment on which it came in"));
    }
    if (isTooEarly(filing.receivedAt())) {
      faults.add(
          new Fault(
              BAD_RECEIVED_AT,
              "the received date is before 1970",
              "give the day or moment on which it came in"));
    }
    if (filing.evidence().filter(text -> !Filing.isReference(text)).isPresent()) {
      faults.add(
          new Fault(
              BAD_EVIDENCE,
              "invalid evidence reference",
              "write one that says nothing about the person, with a letter in it, of letters,"
                  + " digits and . _ / # -, e.g. CASE-2026-17"));
    }
    if (filing.ground() == Ground.OBJECTION_UPHELD && !request.verified()) {
      faults.add(
          new Fault(
              "OBJECTION-NOT-VERIFIED",
              "an objection cannot be upheld before its requester is verified",
              "take it in as 'objection', and decide it with 'request object'"));
    }
    return faults;
  }

  /** Whom it is about need not be found; but who answers has to know whom. */
  private List<Fault> ofAnswered(Filing filing, List<Identifier> identifiers) {
    List<Fault> faults = new ArrayList<>();
    String kind = filing.asks().toString();
    if (!answered.contains(filing.asks())) {
      faults.add(
          new Fault(
              "KIND-NOT-PROVIDED",
              "the job file does not say by when a request of kind '" + kind + "' is answered",
              "add e.g. 'requests: { " + kind + ": { answer: P1M } }'"));
    }
    if (filing.purpose().isPresent() || filing.ground() != Ground.REQUEST) {
      faults.add(
          new Fault(
              "KIND-ERASES-NOTHING",
              "a request of kind '" + kind + "' erases nothing, and has no ground and no purpose",
              "leave them out, or file an erasure"));
    }
    if (!subjects.containsKey(filing.kind())) {
      faults.add(unknownSubject());
    }
    if (identifiers.isEmpty()) {
      faults.add(noIdentifier());
    }
    return faults;
  }

  private Fault unknownSubject() {
    return new Fault(
        "UNKNOWN-SUBJECT",
        "the job file has no subject of that name",
        "it has: " + String.join(", ", subjects.keySet()));
  }

  private static Fault noIdentifier() {
    return new Fault("NO-IDENTIFIER", "there is no identifier", "give at least one");
  }

  /** What stands against naming a person of any tenant so; nothing if it can be looked for. */
  public List<Fault> ofPerson(String kind, List<Identifier> identifiers) {
    List<Fault> faults = new ArrayList<>();
    SubjectType type = subjects.get(kind);
    if (type == null) {
      faults.add(unknownSubject());
    } else {
      unmatchable(type, identifiers, faults);
    }
    if (identifiers.isEmpty()) {
      faults.add(noIdentifier());
    }
    return faults;
  }

  private static void tenant(SubjectType type, Optional<String> tenant, List<Fault> faults) {
    if (type.tenant().isEmpty() && tenant.isPresent()) {
      faults.add(
          new Fault(
              "NO-TENANTS",
              "subject '" + type.name() + "' has no tenants",
              "leave the tenant out, or name the column that tells it under 'tenant'"));
    } else if (type.tenant().isPresent() && tenant.isEmpty()) {
      faults.add(
          new Fault(
              "TENANT-MISSING",
              "subject '"
                  + type.name()
                  + "' has tenants, and the request does not say whose the"
                  + " person is",
              "name the tenant as column '" + type.tenant().get() + "' has it"));
    } else if (tenant.filter(name -> !Filing.isTenant(name)).isPresent()) {
      faults.add(
          new Fault(
              "BAD-TENANT",
              "the tenant cannot stand on a certificate",
              "name it by letters, digits and . _ -, at most 64"));
    }
  }

  /** An identifier that no column holds would find nobody, and a certificate would say so. */
  private static void unmatchable(
      SubjectType type, List<Identifier> identifiers, List<Fault> faults) {
    Set<IdentifierType> known =
        type.identifiers().values().stream()
            .flatMap(name -> IdentifierType.named(name).stream())
            .collect(Collectors.toSet());
    identifiers.stream()
        .map(Identifier::type)
        .filter(given -> !known.contains(given))
        .distinct()
        .sorted()
        .forEach(
            unknown ->
                faults.add(
                    new Fault(
                        "UNMATCHABLE-IDENTIFIER",
                        "subject '"
                            + type.name()
                            + "' has no identifier of type "
                            + Codes.of(unknown),
                        "it has: " + String.join(", ", type.identifiers().values()))));
  }
}
