package org.quietus.anonymise;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code network: n}: an IPv4 address keeps its first n bits, an IPv6 address its first 2n (written
 * as RFC 5952 §4 has it). An IPv6 address that holds an IPv4 one where it would be kept (6to4, RFC
 * 3056) or stands for one (IPv4-mapped, RFC 4291 §2.5.5.2) is treated as that. What is no address
 * becomes {@code 0.0.0.0}.
 *
 * @param bits 8, 16 or 24
 */
public record Network(int bits) implements Strategy {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String NON_ZERO = "[1-9a-f][0-9a-f]{0,3}";
  private static final String GROUP = "(0|" + NON_ZERO + ")";

  /** A first group that is neither 0 nor 2002, the prefix of 6to4. */
  private static final String FIRST_NON_ZERO =
      "([1-9a-f][0-9a-f]{0,2}|[13-9a-f][0-9a-f]{3}|2[1-9a-f][0-9a-f]{2}"
          + "|20[1-9a-f][0-9a-f]|200[013-9a-f])";

  private static final String FIRST = "(0|" + FIRST_NON_ZERO + ")";

  public Network {
    if (bits != 8 && bits != 16 && bits != 24) {
      throw new IllegalArgumentException("a network keeps 8, 16 or 24 bits");
    }
  }

  @Override
  public String name() {
    return "network";
  }

  @Override
  public @Nullable Object apply(@Nullable Object value, RandomGenerator random) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return IpAddress.parse(text.strip()).map(this::mask).orElse("0.0.0.0");
    }
    throw Strategy.unsuitable(name(), value);
  }

  @Override
  public Optional<Done> done() {
    String v4 = OCTET + ("[.]" + OCTET).repeat(kept() - 1) + "[.]0".repeat(4 - kept());
    String v6 =
        IntStream.range(0, kept())
            .mapToObj(
                more ->
                    more == 0
                        ? FIRST_NON_ZERO
                        : FIRST + (":" + GROUP).repeat(more - 1) + ":" + NON_ZERO)
            .collect(Collectors.joining("|", "(", ")?::"));
    return Optional.of(new Done.Matches("^(" + v4 + "|" + v6 + ")$"));
  }

  @Override
  public int width() {
    return "0.0.0.0".length();
  }

  /** How many octets of an IPv4 address and how many groups of an IPv6 address stay. */
  private int kept() {
    return bits / 8;
  }

  private String mask(IpAddress address) {
    IpAddress meant = address.embedded().orElse(address);
    return meant.keep(kept()).toString();
  }
}
