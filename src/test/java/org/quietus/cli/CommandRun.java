package org.quietus.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.Sessions;
import org.quietus.cli.output.Json;
import org.quietus.job.JobSession;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.policy.read.JobFiles;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Runs commands in this process and keeps what they printed. */
public final class CommandRun {
  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  static final List<String> EVERY_COMMAND =
      List.of(
          "demo",
          "init",
          "validate",
          "coverage",
          "plan",
          "run",
          "approve",
          "abandon",
          "pause",
          "resume",
          "stop",
          "tune",
          "replay",
          "status",
          "request",
          "request add",
          "request intake",
          "request verify",
          "request approve",
          "request answer",
          "request refuse",
          "request extend",
          "request cancel",
          "request expire",
          "request restrict",
          "request unrestrict",
          "request object",
          "request review",
          "request accept",
          "request list",
          "request show",
          "hold",
          "hold add",
          "hold list",
          "hold release",
          "hold disclose",
          "answer",
          "answer list",
          "answer show",
          "answer sent",
          "recipient",
          "recipient list",
          "recipient show",
          "recipient retry",
          "recipient exempt",
          "recipient acknowledge",
          "certificate",
          "certificate list",
          "certificate show",
          "certificate job",
          "certificate verify",
          "certificate audit",
          "certificate claim",
          "certificate render",
          "certificate schema",
          "checkpoint",
          "checkpoint export",
          "checkpoint cosign",
          "checkpoint add",
          "report",
          "key",
          "key generate",
          "key succeed",
          "key rotate",
          "key list",
          "key destroy");

  /** No object store of a test is any better after seconds. */
  private static final RetryPolicy IMPATIENT =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMinutes(1));

  private final Sessions sessions;
  private Clock clock = CLOCK;
  private Map<String, String> environment = Map.of();
  private boolean typed;
  private InputStream in = InputStream.nullInputStream();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private int exitCode;

  /** Every job opens as that session. */
  public CommandRun(FakeSession session) {
    this((job, clock) -> session.of(job));
  }

  public CommandRun(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Jobs open as they do outside tests, but wait for no object store. */
  public static CommandRun onDatabases(Map<String, String> environment) {
    CommandRun run = new CommandRun((job, now) -> JobOpening.open(job, now, IMPATIENT));
    run.environment = Map.copyOf(environment);
    return run;
  }

  /** A job opened as commands open it, for who wants to see a run from inside. */
  public static JobSession session(Path job, Map<String, String> environment, Instant moment) {
    return session(job, environment, Clock.fixed(moment, ZoneOffset.UTC));
  }

  /** The same by a clock that may do something whenever it is asked. */
  public static JobSession session(Path job, Map<String, String> environment, Clock clock) {
    return JobOpening.open(JobFiles.load(job, environment), clock, IMPATIENT);
  }

  /** At that moment. */
  public CommandRun at(Instant moment) {
    clock = Clock.fixed(moment, ZoneOffset.UTC);
    return this;
  }

  /** As if somebody sat at a terminal. */
  public CommandRun typed() {
    typed = true;
    return this;
  }

  /** With that on the standard input. */
  public CommandRun typing(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public CommandRun with(String variable, String value) {
    environment = Map.of(variable, value);
    return this;
  }

  /** Runs one command to its end. */
  public CommandRun run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine line =
        Commands.of(new CommandContext(clock, environment, sessions, in, false, typed), arguments);
    exitCode = line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    return this;
  }

  public int exitCode() {
    return exitCode;
  }

  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }

  public JsonNode json() {
    return Json.read(out().getBytes(StandardCharsets.UTF_8));
  }
}
