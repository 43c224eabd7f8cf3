package org.quietus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.cli.FakeSession;
import org.quietus.request.Role;

class DemoCommandTest {
  @TempDir Path directory;

  private final FakeSession session = new FakeSession();
  private final CommandRun quietus = new CommandRun(session);

  @Test
  void preparesTheDataAndStops() {
    quietus.run("demo", "--dir", directory.toString(), "--prepare-only");
    assertThat(quietus.exitCode()).isZero();
    assertThat(directory.resolve("shop.mv.db")).exists();
    assertThat(directory.resolve("keys/signing.pub.pem")).exists();
    assertThat(directory.resolve("erased-persons.txt"))
        .hasContent(String.join("\n", DemoPeople.searchTerms()));
    assertThat(session.ran).isNull();
  }

  @Test
  void addsItsTwoRequestsOnceHoweverOftenItStarts() {
    for (int start = 0; start < 3; start++) {
      quietus.run("demo", "--dir", directory.toString());
      assertThat(quietus.exitCode()).as(quietus.err()).isZero();
      assertThat(session.requests().all()).hasSize(2);
    }
  }

  @Test
  void goesOnWhereAKillBetweenTheRequestsLeftIt() throws Exception {
    quietus.run("demo", "--dir", directory.toString(), "--prepare-only");
    Files.writeString(directory.resolve(".requests-before"), "0\n");
    session.requests().take(List.of(FakeSession.SOME_REQUEST), Role.OPERATOR);
    quietus.run("demo", "--dir", directory.toString());
    assertThat(session.requests().all()).hasSize(2);
  }

  @Test
  void leavesRequestsThatWereThereBeforeUncounted() {
    quietus.run("demo", "--dir", directory.toString(), "--prepare-only");
    session.requests().take(List.of(FakeSession.SOME_REQUEST), Role.OPERATOR);
    quietus.run("demo", "--dir", directory.toString());
    assertThat(session.requests().all()).hasSize(3);
  }

  @Test
  void printsNobodysName() {
    quietus.run("demo", "--dir", directory.toString());
    assertThat(quietus.out() + quietus.err())
        .contains("Try next:", "old-visits")
        .doesNotContain(DemoPeople.searchTerms().toArray(String[]::new))
        .doesNotContain("Adler");
  }

  @Test
  void refusesADirectoryThatAnUrlCannotHold() {
    quietus.run("demo", "--dir", directory.resolve("a;b").toString());
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(directory.resolve("a;b")).doesNotExist();
  }
}
