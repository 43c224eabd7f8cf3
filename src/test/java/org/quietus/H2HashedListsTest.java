package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.catalog.RowValues;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.Scope;
import org.quietus.policy.ListFormat;
import org.quietus.request.HashList;
import org.quietus.request.HashListFile;
import org.quietus.request.Hashed;
import org.quietus.request.Requester;
import org.quietus.run.person.ListedPersons;
import org.quietus.subject.HashedType;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;
import tools.jackson.databind.JsonNode;

class H2HashedListsTest extends HashedListsContract {
  private static final int MANY = 10_000;

  @TempDir static Path files;

  private long served;
  private long asked;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  /** The decisions are in the mirror; which entries they are about must be, too. */
  @Test
  void whoIsExemptOrWithdrawnStaysSoAfterARestoreAndWhoseRequestIsLostIsFoundAnew()
      throws Exception {
    Path backup = directory.resolve("backup.sql");
    engine().execute(SCHEMA, "SCRIPT TO '" + backup + "'");
    Path mails =
        list(
            "mails.csv",
            "ID,Hash",
            "refused00001," + hash("other@example.org"),
            "withdrawn001," + hash("unlisted@example.org"),
            "lost00000001," + hash("jo.listed+a@example.org"));
    assertThat(taken("email", mails).get("filed").asInt()).isEqualTo(3);
    decide("refused", "request refuse", "--reason", "legal-obligation");
    decide("withdrawn", "request cancel");
    engine().execute(SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM '" + backup + "'");
    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T02:00:00Z");
    assertThat(replay.err()).contains("take it in again");
    job.command("approve", job.command("plan", "--json").json().get("fingerprint").asString());

    assertThat(taken("email", mails).get("filed").asInt()).isEqualTo(1);

    assertThat(reported()).containsExactly("Id,Status", "refused00001,2");
    CommandRun run = job.at("2026-03-09T12:00:00Z").run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(consumers()).containsExactly("2", "3", "4", "5");
    taken("email", mails);
    assertThat(reported()).containsExactly("Id,Status", "refused00001,2", "lost00000001,3");
  }

  private void decide(String entry, String words, String... arguments) {
    for (JsonNode request : job.command("request list", "--json").json()) {
      if (request.get("evidence").asString("").contains(entry)) {
        List<String> all = new ArrayList<>(List.of(request.get("id").asString()));
        all.addAll(List.of(arguments));
        CommandRun decided = job.command(words, all.toArray(String[]::new));
        assertThat(decided.exitCode()).as(decided.err()).isZero();
      }
    }
  }

  @Test
  void aListIsTakenInWhoseClocksReachIntoAYearThatIsNotKnown() throws Exception {
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            JOB.replace("cooling-off: P7D", "erase: 15 working-days") + "calendar: CN\n");
    job.at("2026-12-20T12:00:00Z");

    CommandRun beyond = take("email", list("m.csv", "ID,Hash", "a," + hash("other@example.org")));

    assertThat(beyond.exitCode()).as(beyond.err()).isZero();
    assertThat(job.command("request list", "--json").json()).hasSize(1);
    assertThat(job.command("request list").out()).contains("2027-01-06 (17 left, provisional)");
  }

  @Test
  void theRowsAreReadTwiceHoweverManyEntriesAListHas() throws Exception {
    for (int entries : new int[] {100, MANY}) {
      served = 0;
      asked = 0;

      List<ListedPersons.Listed> found = find(list(entries), MANY, MANY, Set.of()).requests();

      assertThat(found).hasSize(entries / 2);
      assertThat(served).isEqualTo(2L * MANY);
      assertThat(asked).as("questions beside the rows").isEqualTo(1);
    }
  }

  /** Every second entry is of nobody. */
  private HashList list(int entries) throws Exception {
    List<String> lines = new ArrayList<>(List.of("ID,Hash"));
    for (int n = 0; n < entries; n++) {
      String mail = n % 2 == 0 ? mail(n) : "nobody" + n + "@example.org";
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(mail.getBytes(StandardCharsets.UTF_8));
      lines.add("entry-" + n + "," + HexFormat.of().formatHex(hash));
    }
    return HashListFile.read(
        Files.write(directory.resolve("many.csv"), lines),
        new Hashed.One(HashedType.EMAIL, false),
        ListFormat.PUBLISHED);
  }

  private static String mail(long n) {
    return "person" + n + "@example.org";
  }

  @Test
  void whoIsNotFoundAtOnceIsFoundInAFurtherPass() throws Exception {
    HashList list = list(1_000);
    Set<String> settled = new HashSet<>();
    List<Integer> sizes = new ArrayList<>();
    ListedPersons.Found found;
    do {
      found = find(list, 1_000, 200, settled);
      sizes.add(found.requests().size());
      found.requests().forEach(one -> settled.add(one.entry()));
    } while (found.more());

    assertThat(sizes).containsExactly(200, 200, 100);
    assertThat(settled).hasSize(500);
  }

  private ListedPersons.Found find(HashList list, int rows, int most, Set<String> settled) {
    try (JobSession session = job.session()) {
      return new ListedPersons(
              persons(rows),
              session.plan(EnumSet.of(Scope.ERASURE)).stepsOf("consumer").get(0),
              session.job().subject("consumer").orElseThrow(),
              list,
              Requester.SELF,
              Instant.EPOCH,
              most)
          .in(settled);
    }
  }

  /** A table of persons that counts what is asked of it. */
  private Target persons(int rows) {
    StepPersons table =
        answering(
            StepPersons.class,
            Map.of(
                "page", arguments -> page((Optional<?>) arguments[1], (int) arguments[2], rows)));
    return answering(
        Target.class,
        Map.of(
            "persons",
            arguments -> table,
            "now",
            arguments -> {
              asked++;
              return Instant.EPOCH;
            }));
  }

  /** What answers to some methods, and to no other. */
  private static <T> T answering(Class<T> seam, Map<String, Function<Object[], Object>> answers) {
    return seam.cast(
        Proxy.newProxyInstance(
            seam.getClassLoader(),
            new Class<?>[] {seam},
            (proxy, method, arguments) -> {
              Function<Object[], Object> answer = answers.get(method.getName());
              if (answer == null) {
                throw new AssertionError(method.getName());
              }
              return answer.apply(arguments);
            }));
  }

  private List<RowValues> page(Optional<?> after, int size, int rows) {
    long first = after.map(key -> (long) ((RowValues) key).values().get(0) + 1).orElse(0L);
    List<RowValues> page =
        LongStream.range(first, Math.min(first + size, rows))
            .mapToObj(n -> new RowValues(List.of(n, mail(n), "+1415" + (1_000_000 + n))))
            .toList();
    served += page.size();
    return page;
  }
}
