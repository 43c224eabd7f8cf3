package org.quietus.database;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one driver's URLs may say. The user may set where and how the connection is made, nothing
 * else.
 *
 * @param prefix by which these URLs are told from others
 * @param form a whole URL; its groups are {@code server} and, if there are settings, {@code query}
 * @param otherwise what is wrong with a URL of another form, and how to mend it
 * @param first stands before the first setting
 * @param separator stands between settings
 * @param fixed not for the user to change: each would silently change counts, values or what is
 *     executed
 * @param defaults what is set if the user does not
 * @param allowed what the user may set
 * @param limits those of them that are times; none at all would let a silent server hold a run for
 *     ever
 * @param unit of these times
 */
public record UrlRules(
    String prefix,
    Pattern form,
    String otherwise,
    String first,
    String separator,
    Map<String, String> fixed,
    Map<String, String> defaults,
    Set<String> allowed,
    Set<String> limits,
    Unit unit) {

  private static final int MOST_DIGITS = 8;

  /** In which a driver counts its limits. */
  public enum Unit {
    MILLISECONDS(1, MOST_DIGITS),
    SECONDS(1000, MOST_DIGITS - 3);

    private final int millis;
    private final int digits;

    Unit(int millis, int digits) {
      this.millis = millis;
      this.digits = digits;
    }

    /** So many milliseconds, at least one unit. */
    public int of(long milliseconds) {
      return Math.toIntExact(Math.max(1, milliseconds / millis));
    }
  }

  String complete(String url) {
    Matcher parts = form.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException(otherwise);
    }
    Map<String, String> properties = new TreeMap<>(defaults);
    String query = parts.group("query");
    if (query != null) {
      properties.putAll(settings(query.split(Pattern.quote(separator), -1)));
    }
    properties.putAll(fixed);
    return parts.group("server")
        + first
        + properties.entrySet().stream()
            .map(property -> property.getKey() + "=" + property.getValue())
            .collect(Collectors.joining(separator));
  }

  /** How long a read may take, in milliseconds; empty where the database is a file. */
  OptionalInt readLimitMillis(String complete) {
    Matcher limit = Pattern.compile("[?&]socketTimeout=(?<time>\\d+)").matcher(complete);
    return limits.contains("socketTimeout") && limit.find()
        ? OptionalInt.of(Integer.parseInt(limit.group("time")) * unit.millis)
        : OptionalInt.empty();
  }

  private Map<String, String> settings(String[] settings) {
    Map<String, String> chosen = new TreeMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String name = equals < 0 ? setting : setting.substring(0, equals);
      String value = setting.substring(equals + 1);
      if (setting.indexOf('#') >= 0) {
        throw new IllegalArgumentException(
            "a '#' in the URL would end it, and all settings behind it; write %23 in place of it");
      }
      if (fixed.containsKey(name) && !fixed.get(name).equalsIgnoreCase(value)) {
        throw new IllegalArgumentException(
            "the URL may not set " + name + " to anything but " + fixed.get(name) + "; remove it");
      }
      if (!fixed.containsKey(name) && !allowed.contains(name)) {
        throw new IllegalArgumentException(
            "the URL may not set '"
                + name
                + "'; remove it, or use one of "
                + new TreeSet<>(allowed));
      }
      if (limits.contains(name) && !value.matches("[1-9]\\d{0," + (unit.digits - 1) + "}")) {
        throw new IllegalArgumentException(
            name
                + " in the URL must be from 1 to "
                + "9".repeat(unit.digits)
                + " "
                + unit.name().toLowerCase(Locale.ROOT)
                + "; leave it out for "
                + defaults.get(name));
      }
      chosen.put(name, value);
    }
    return chosen;
  }
}
