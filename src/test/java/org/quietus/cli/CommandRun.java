package org.quietus.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Runs commands in this process and keeps what they printed. */
final class CommandRun {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  static final List<String> EVERY_COMMAND =
      List.of(
          "demo",
          "init",
          "validate",
          "plan",
          "run",
          "approve",
          "abandon",
          "status",
          "request",
          "request add",
          "request list",
          "request show",
          "certificate",
          "certificate list",
          "certificate show",
          "certificate verify",
          "key",
          "key generate");

  private final Sessions sessions;
  private Map<String, String> environment = Map.of();
  private InputStream in = InputStream.nullInputStream();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private int exitCode;

  /** Every job opens as that session. */
  CommandRun(FakeSession session) {
    this((job, clock) -> session.of(job));
  }

  CommandRun(Sessions sessions) {
    this.sessions = sessions;
  }

  CommandRun typing(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  CommandRun with(String variable, String value) {
    environment = Map.of(variable, value);
    return this;
  }

  CommandRun run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine line = Commands.of(new Surroundings(CLOCK, environment, sessions, in, false));
    exitCode = line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    return this;
  }

  int exitCode() {
    return exitCode;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  JsonNode json() {
    return Json.read(out().getBytes(StandardCharsets.UTF_8));
  }
}
