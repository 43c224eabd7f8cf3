package org.quietus.backup.version;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.policy.ObjectStoreSettings;

/**
 * Which objects of one store a text in a column may name: the one that the store itself would find
 * by it, and every other that somebody may have meant.
 */
public final class KeySpellings {
  private static final Pattern URL =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(?://([^/?#]*))?(.*)", Pattern.DOTALL);

  private static final Pattern AMAZON =
      Pattern.compile("(?:(.+)\\.)?s3(?:[.-][a-z0-9.-]+)?\\.amazonaws\\.com(?:\\.cn)?");

  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

  /** What can be read in one way only: most are, and there may be many. */
  private static final Pattern ORDINARY =
      Pattern.compile("(?:[\\w-][\\w .-]*(?:/[\\w-][\\w .-]*)*)?");

  /** No key is longer, however it is spelled. */
  private static final int LONGEST = 4096;

  /** Readings of one text beyond these are of nobody who wrote it by mistake. */
  private static final int MOST = 200;

  private static final List<UnaryOperator<String>> SLIPS =
      List.of(
          text -> cut(text, '?'),
          text -> cut(text, '#'),
          KeySpellings::decoded,
          text -> text.replace('+', ' '),
          text -> text.replace('\\', '/'),
          text -> text.replaceAll("/{2,}", "/"),
          text -> text.replaceFirst("^/+", ""),
          KeySpellings::walked,
          text -> Normalizer.normalize(text, Normalizer.Form.NFC),
          text -> Normalizer.normalize(text, Normalizer.Form.NFD));

  private final boolean directory;
  private final String bucket;
  private final String root;
  private final Optional<String> endpoint;
  private final List<String> addresses;

  /** Of a store as the job file has it. */
  public KeySpellings(ObjectStoreSettings store) {
    this.directory = store.isDirectory();
    this.bucket =
        directory ? "" : lower(Optional.ofNullable(store.url().getAuthority()).orElse(""));
    this.root = store.url().getPath().replaceFirst("^/+", "").replaceFirst("(?<=[^/])/*$", "/");
    this.endpoint = store.endpoint().map(url -> host(url.getScheme(), url.getRawAuthority()));
    List<String> known = new ArrayList<>(List.of("", "/"));
    known.add(store.url().toString().replaceFirst("/*$", "/"));
    known.add((directory ? "file:///" : "s3://" + bucket + "/") + root);
    store.endpoint().ifPresent(url -> known.add(url + "/" + bucket + "/" + root));
    this.addresses = List.copyOf(known);
  }

  /** How a key is usually written, in columns that need not be read whole. */
  List<String> usual(String key) {
    return addresses.stream().map(address -> address + key).distinct().toList();
  }

  /** Whether a text is an address of the web, where a space may be written as a plus. */
  static boolean isOfTheWeb(String text) {
    return lower(text.strip()).matches("(?s)https?:.*");
  }

  /** The key that the store would find by a text; empty if it leads elsewhere, or nobody knows. */
  Optional<String> plain(String text) {
    String name = text.strip();
    Matcher url = URL.matcher(name);
    if (!url.matches()) {
      return name.startsWith("//") ? Optional.empty() : Optional.of(trodden(withoutSlash(name)));
    }
    return place(url).filter(Place::known).map(place -> trodden(place.plain()));
  }

  /** Every key that a text may mean, the plain one first. */
  Set<String> possible(String text) {
    String name = text.strip();
    Set<String> keys = new LinkedHashSet<>();
    plain(name).ifPresent(keys::add);
    if (name.length() > LONGEST) {
      return keys;
    }
    Matcher url = URL.matcher(name);
    if (!url.matches()) {
      Set<String> readings = readings(name);
      keys.addAll(readings);
      readings.forEach(reading -> below(reading, root).ifPresent(keys::add));
      readings.forEach(reading -> below(reading, bucket + "/" + root).ifPresent(keys::add));
      if (name.startsWith("//")) {
        readings.forEach(reading -> endings(reading, keys));
      }
      return keys;
    }
    place(url)
        .ifPresent(
            place -> {
              Set<String> readings = readings(place.written());
              keys.addAll(readings);
              if (!place.known()) {
                readings.forEach(reading -> endings(reading, keys));
              }
            });
    return keys;
  }

  /**
   * Where an address leads.
   *
   * @param known whether it is this store's; else it may be, by another name
   */
  private record Place(boolean known, String written, String plain) {}

  /** Empty for what is certainly no object of the store. */
  private Optional<Place> place(Matcher url) {
    String scheme = lower(url.group(1));
    String authority = Optional.ofNullable(url.group(2)).orElse("");
    String path = url.group(3);
    return switch (scheme) {
      case "file" ->
          !directory || !(authority.isEmpty() || lower(authority).equals("localhost"))
              ? Optional.empty()
              : below(withoutSlash(trodden(path)), root)
                  .or(() -> below(withoutSlash(trodden(decoded(path))), root))
                  .map(key -> new Place(true, key, decoded(key)));
      case "s3", "s3a", "s3n" ->
          directory || !lower(authority).equals(bucket)
              ? Optional.empty()
              : below(withoutSlash(path), root).map(key -> new Place(true, key, key));
      case "http", "https" -> web(host(scheme, authority), path);
      default -> Optional.of(new Place(false, path, path));
    };
  }

  private Optional<Place> web(String host, String path) {
    Matcher amazon = AMAZON.matcher(host);
    Optional<String> named = Optional.empty();
    if (directory) {
      return Optional.of(new Place(false, path, path));
    } else if (endpoint.isPresent()) {
      if (host.equals(endpoint.get())) {
        named = Optional.of("");
      } else if (host.equals(bucket + "." + endpoint.get())) {
        named = Optional.of(bucket);
      }
    } else if (amazon.matches()) {
      named = Optional.of(Optional.ofNullable(amazon.group(1)).orElse(""));
    }
    if (named.isEmpty()) {
      return Optional.of(new Place(false, path, path));
    }
    String key = withoutSlash(path);
    if (named.get().isEmpty()) {
      Optional<String> below = below(key, bucket + "/");
      return below.flatMap(this::ofBucket);
    }
    return named.get().equals(bucket) ? ofBucket(key) : Optional.empty();
  }

  private Optional<Place> ofBucket(String key) {
    String plain = decoded(cut(cut(key, '#'), '?'));
    return below(plain, root).map(found -> new Place(true, below(key, root).orElse(found), found));
  }

  /** A directory does not tell one slash from two. */
  private String trodden(String key) {
    return directory ? key.replaceAll("/{2,}", "/") : key;
  }

  private static Set<String> readings(String text) {
    Set<String> readings = new LinkedHashSet<>(List.of(text));
    if (ORDINARY.matcher(text).matches()) {
      return readings;
    }
    Deque<String> next = new ArrayDeque<>(readings);
    while (!next.isEmpty() && readings.size() < MOST) {
      String from = next.remove();
      for (UnaryOperator<String> slip : SLIPS) {
        String reading = slip.apply(from);
        if (readings.add(reading)) {
          next.add(reading);
        }
      }
    }
    return readings;
  }

  /** What follows each slash: under an unknown name nobody knows where the key begins. */
  private static void endings(String path, Set<String> keys) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      keys.add(path.substring(slash + 1));
    }
  }

  private static Optional<String> below(String path, String root) {
    return path.startsWith(root) ? Optional.of(path.substring(root.length())) : Optional.empty();
  }

  private static String withoutSlash(String text) {
    return text.startsWith("/") ? text.substring(1) : text;
  }

  private static String cut(String text, char from) {
    int at = text.indexOf(from);
    return at < 0 ? text : text.substring(0, at);
  }

  /** Without the port that goes without saying. */
  private static String host(String scheme, String authority) {
    return lower(authority).replaceFirst(lower(scheme).equals("https") ? ":443$" : ":80$", "");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** What is not percent-encoded stays as it is. */
  private static String decoded(String text) {
    Matcher encoded = ENCODED.matcher(text);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int from = 0;
    while (encoded.find()) {
      bytes.writeBytes(text.substring(from, encoded.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(encoded.group().substring(1), 16));
      from = encoded.end();
    }
    return from == 0 ? text : bytes.toString(StandardCharsets.UTF_8) + text.substring(from);
  }

  /** Without the parts '.' and '..' that a browser would walk. */
  private static String walked(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.remove(parts.size() - 1);
      } else if (!part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
