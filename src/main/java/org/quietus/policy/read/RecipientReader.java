package org.quietus.policy.read;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.policy.Exemption;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.RecipientSettings;
import org.quietus.policy.TableName;

/** Reads who is told of erasures, and how. */
final class RecipientReader {
  private static final String TABLE = "table:";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
  private static final Period GIVE_UP = Period.ofDays(30);
  private static final NoticeRoute NO_ROUTE = new NoticeRoute.Exempt(Exemption.IMPOSSIBLE);
  private static final String ADVICE =
      "write https://host/path, file:///directory/ or table:database.table";

  private final Scalars scalars;

  public RecipientReader(Scalars scalars) {
    this.scalars = scalars;
  }

  /** Who passes answers on: nobody can be exempt from that. */
  public RecipientSettings answering(JobEntry entry) {
    return settings(
        RecipientSettings.ANSWERS,
        entry,
        entry.get("notify").text().map(text -> route(text, entry)).orElse(NO_ROUTE));
  }

  public RecipientSettings recipient(String name, JobEntry entry) {
    return settings(name, entry, route(entry));
  }

  private static RecipientSettings settings(String name, JobEntry entry, NoticeRoute route) {
    Optional<Path> key = path(entry.get("key"));
    if (entry.get("encrypt").isPresent() && !entry.get("key").isPresent()) {
      entry
          .get("encrypt")
          .problem(
              "NO-RECIPIENT-KEY",
              entry.path() + " has 'encrypt: required' but no 'key'",
              "add the file of the recipient's public key, e.g. 'key: /etc/quietus/push.pem'");
    }
    return new RecipientSettings(
        name,
        route,
        texts(entry.get("received")),
        Set.copyOf(texts(entry.get("purposes"))),
        key,
        path(entry.get("trust")),
        timeout(entry.get("timeout")),
        entry.get("give-up").isPresent() ? Scalars.period(entry.get("give-up")) : GIVE_UP,
        route instanceof NoticeRoute.Post || !entry.get("confirm").isPresent());
  }

  private static List<String> texts(JobEntry list) {
    return list.entries().values().stream().map(Scalars::text).toList();
  }

  private NoticeRoute route(JobEntry entry) {
    JobEntry notify = entry.get("notify");
    JobEntry exempt = entry.get("exempt");
    if (notify.isPresent() == exempt.isPresent()) {
      entry.problem(
          "ONE-OF-TWO",
          entry.path()
              + (notify.isPresent() ? " has both 'notify' and 'exempt'" : " has no 'notify'"),
          notify.isPresent() ? "remove one of them" : ADVICE + ", or 'exempt' with a reason");
      return NO_ROUTE;
    }
    return exempt.isPresent()
        ? exempt
            .text()
            .flatMap(Exemption::of)
            .<NoticeRoute>map(NoticeRoute.Exempt::new)
            .orElse(NO_ROUTE)
        : notify.text().map(text -> route(text, entry)).orElse(NO_ROUTE);
  }

  private NoticeRoute route(String text, JobEntry entry) {
    if (text.startsWith(TABLE)) {
      return outbox(text.substring(TABLE.length()), entry.get("notify"));
    }
    try {
      URI address = new URI(text);
      boolean plain = "http".equals(address.getScheme());
      if ((plain || "https".equals(address.getScheme())) && isPostable(address)) {
        refusePlain(plain, address, entry);
        return new NoticeRoute.Post(address);
      }
      if ("file".equals(address.getScheme())
          && !address.isOpaque()
          && address.getPath().length() > 1) {
        return new NoticeRoute.Drop(Path.of(address));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // told below, without the value
    }
    entry
        .get("notify")
        .problem(
            "BAD-ADDRESS",
            entry.get("notify").path() + " is not an address that notices can go to",
            ADVICE + "; no user, no '#'");
    return NO_ROUTE;
  }

  private static boolean isPostable(URI address) {
    return address.getHost() != null
        && address.getRawUserInfo() == null
        && address.getRawFragment() == null;
  }

  private static void refusePlain(boolean plain, URI address, JobEntry entry) {
    if (plain
        && !LOOPBACK.matcher(address.getHost()).matches()
        && !entry.get("plain-http").isPresent()) {
      entry
          .get("notify")
          .problem(
              "PLAIN-HTTP",
              entry.get("notify").path() + " has no TLS, so that others can read the notices",
              "write https://, or add 'plain-http: allowed' if the network is protected");
    }
  }

  private NoticeRoute outbox(String text, JobEntry notify) {
    TableName table = scalars.tableKey(text, notify);
    boolean readable = text.matches("[A-Za-z][A-Za-z0-9_-]*\\.[A-Za-z_][A-Za-z0-9_]*");
    if (!readable) {
      notify.problem(
          "BAD-OUTBOX",
          notify.path() + " does not name a table that can be written without quotes",
          "write e.g. table:crm.notices, the table in letters, digits and _");
    }
    return readable && !table.equals(Scalars.NO_TABLE) ? new NoticeRoute.Outbox(table) : NO_ROUTE;
  }

  private static Optional<Path> path(JobEntry entry) {
    return Paths.absolute(entry, "BAD-PATH", "write e.g. /etc/quietus/recipients/push.pem");
  }

  private static Duration timeout(JobEntry entry) {
    if (entry.text().isEmpty()) {
      return TIMEOUT;
    }
    try {
      Duration timeout = Duration.parse(entry.text().get());
      if (timeout.compareTo(Duration.ofMillis(100)) >= 0
          && timeout.compareTo(LONGEST_TIMEOUT) <= 0) {
        return timeout;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // told below
    }
    entry.problem(
        "BAD-TIMEOUT",
        entry.path() + " is " + entry.quoted() + ", which is not 0.1 seconds to 5 minutes",
        "write e.g. PT10S");
    return TIMEOUT;
  }
}
