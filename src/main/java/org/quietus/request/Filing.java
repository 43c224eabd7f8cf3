package org.quietus.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quietus.policy.Purpose;
import org.quietus.policy.RequestKind;

/**
 * What was asked for, without the person.
 *
 * @param subject the kind of data subject, as the job file names it; with a purpose, e.g. {@code
 *     user/location}, if consent to that alone is withdrawn
 * @param tenant whose customer the person is, where a job has tenants
 * @param evidence where the proof of identity or authority lies, e.g. {@code CASE-2026-17}
 * @param asks what for
 */
public record Filing(
    String subject,
    Optional<String> tenant,
    Ground ground,
    Requester requester,
    Optional<String> evidence,
    Instant receivedAt,
    RequestKind asks) {

  /** The same of an erasure. */
  public Filing(
      String subject,
      Optional<String> tenant,
      Ground ground,
      Requester requester,
      Optional<String> evidence,
      Instant receivedAt) {
    this(subject, tenant, ground, requester, evidence, receivedAt, RequestKind.ERASURE);
  }

  /** The same, asking for something else. */
  public Filing asking(RequestKind what) {
    return new Filing(subject, tenant, ground, requester, evidence, receivedAt, what);
  }

  /** The kind of data subject alone. */
  public String kind() {
    return Purpose.kind(subject);
  }

  /** The purpose that consent is withdrawn for; empty if the person is to be erased. */
  public Optional<String> purpose() {
    return Purpose.purpose(subject);
  }

  /** The same for one purpose; who gives no other reason withdraws their consent to it. */
  public Filing withdrawing(String purpose) {
    return new Filing(
        Purpose.name(kind(), purpose),
        tenant,
        ground == Ground.REQUEST ? Ground.CONSENT_WITHDRAWN : ground,
        requester,
        evidence,
        receivedAt,
        asks);
  }

  /** Opaque: with a letter, so that it is no telephone number, and nothing that addresses have. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}");

  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Whether a text can name a tenant: what could be an address cannot. */
  public static boolean isTenant(String text) {
    return TENANT.matcher(text).matches();
  }

  /** Reads a moment such as {@code 2026-02-20T10:00:00Z}, or the start of a local day. */
  public static Optional<Instant> moment(String text, ZoneId zone) {
    try {
      return Optional.of(
          text.contains("T")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDate.parse(text).atStartOfDay(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether a text can be a reference to evidence rather than a person's address or number. */
  public static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }
}
