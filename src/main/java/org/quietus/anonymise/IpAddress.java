package org.quietus.anonymise;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An IP address.
 *
 * @param parts four octets or eight groups of 16 bits
 */
record IpAddress(List<Integer> parts) {
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

  /**
   * Reads dotted decimals without leading zeros, or RFC 4291 §2.2; no port, prefix length or scope.
   */
  static Optional<IpAddress> parse(String text) {
    return text.indexOf(':') < 0 ? v4(text) : v6(text);
  }

  private static Optional<IpAddress> v4(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4 || !Stream.of(octets).allMatch(OCTET.asMatchPredicate())) {
      return Optional.empty();
    }
    List<Integer> parts = Stream.of(octets).map(Integer::valueOf).toList();
    return parts.stream().allMatch(part -> part <= 255)
        ? Optional.of(new IpAddress(parts))
        : Optional.empty();
  }

  private static Optional<IpAddress> v6(String text) {
    int lastColon = text.lastIndexOf(':');
    if (text.indexOf('.', lastColon) > 0) {
      return v4(text.substring(lastColon + 1))
          .flatMap(v4 -> groups(text.substring(0, lastColon + 1) + v4.asGroups()));
    }
    return groups(text);
  }

  private static Optional<IpAddress> groups(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return eight(split(text));
    }
    List<String> left = split(text.substring(0, gap));
    List<String> right = split(text.substring(gap + 2));
    Stream<String> zeros = IntStream.range(left.size() + right.size(), 8).mapToObj(i -> "0");
    return left.size() + right.size() > 7
        ? Optional.empty()
        : eight(Stream.of(left.stream(), zeros, right.stream()).flatMap(s -> s).toList());
  }

  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
  }

  private static Optional<IpAddress> eight(List<String> groups) {
    boolean valid = groups.size() == 8 && groups.stream().allMatch(GROUP.asMatchPredicate());
    return valid
        ? Optional.of(new IpAddress(groups.stream().map(g -> Integer.valueOf(g, 16)).toList()))
        : Optional.empty();
  }

  private String asGroups() {
    return Integer.toHexString(parts.get(0) << 8 | parts.get(1))
        + ":"
        + Integer.toHexString(parts.get(2) << 8 | parts.get(3));
  }

  /** The IPv4 address that an IPv4-mapped or 6to4 address stands for. */
  Optional<IpAddress> embedded() {
    if (parts.size() == 8 && parts.get(0) == 0x2002) {
      return Optional.of(fromGroups(parts.get(1), parts.get(2)));
    }
    boolean mapped =
        parts.size() == 8 && parts.subList(0, 6).equals(List.of(0, 0, 0, 0, 0, 0xffff));
    return mapped ? Optional.of(fromGroups(parts.get(6), parts.get(7))) : Optional.empty();
  }

  private static IpAddress fromGroups(int high, int low) {
    return new IpAddress(List.of(high >> 8, high & 0xff, low >> 8, low & 0xff));
  }

  /** The address with all but its first parts zero. */
  IpAddress keep(int count) {
    return new IpAddress(
        IntStream.range(0, parts.size()).mapToObj(i -> i < count ? parts.get(i) : 0).toList());
  }

  /** Canonical text, for an IPv6 address whose second half is zero. */
  @Override
  public String toString() {
    if (parts.size() == 4) {
      return parts.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
    int end = parts.size();
    while (end > 0 && parts.get(end - 1) == 0) {
      end--;
    }
    return parts.subList(0, end).stream().map(Integer::toHexString).collect(Collectors.joining(":"))
        + "::";
  }
}
