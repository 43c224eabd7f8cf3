package org.quietus.backup.dump;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.quietus.format.UnsupportedDump;

/**
 * A command with content going through it, without a shell. What it says beside that is not kept,
 * for nobody knows what is in it; its exit code has to be 0.
 */
final class PipedCommand {
  private static final long PATIENCE_MINUTES = 1;
  private static final long STOPPING_SECONDS = 5;
  private static final int PIECE = 1 << 16;

  private final List<String> command;
  private final Process process;
  private final FutureTask<Long> pump;
  private volatile boolean stopped;

  private PipedCommand(List<String> command, InputStream source) throws IOException {
    this.command = command;
    this.process = started(command);
    this.pump = pump(() -> feed(source));
  }

  private PipedCommand(List<String> command, OutputStream sink) throws IOException {
    this.command = command;
    this.process = started(command);
    this.pump = pump(() -> drain(sink));
  }

  /** What a command makes of a source, which is closed with it. */
  static InputStream reading(List<String> command, InputStream source) throws IOException {
    PipedCommand running = new PipedCommand(command, source);
    return new FilterInputStream(running.process.getInputStream()) {
      private boolean ended;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int start, int length) throws IOException {
        int count = ended ? -1 : super.read(bytes, start, length);
        if (count < 0 && !ended) {
          ended = true;
          running.end();
        }
        return count;
      }

      @Override
      public boolean markSupported() {
        return false;
      }

      @Override
      public void close() throws IOException {
        running.stop();
        try (source) {
          super.close();
        }
      }
    };
  }

  /** Has a command make something of what is written, into a sink that is closed with it. */
  static Written writing(List<String> command, OutputStream sink) throws IOException {
    return new Written(new PipedCommand(command, sink), sink);
  }

  /** The way into a command. */
  static final class Written extends FilterOutputStream {
    private final PipedCommand running;
    private final OutputStream sink;
    private boolean closed;

    private Written(PipedCommand running, OutputStream sink) {
      super(running.process.getOutputStream());
      this.running = running;
      this.sink = sink;
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      try {
        out.write(bytes, start, length);
      } catch (IOException e) {
        closed = true;
        throw running.refused();
      }
    }

    @Override
    public void flush() {} // a command has its own mind of when it writes

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (sink) {
        try {
          out.close();
        } catch (IOException e) {
          throw running.refused();
        }
        running.end();
      }
    }

    /** Ends the command, unless all has been written. */
    void abandon() {
      closed = true;
      running.process.destroyForcibly();
    }
  }

  /** Why it reads no more. */
  private IOException refused() throws IOException {
    end();
    return new UnsupportedDump("'%s' ended before it had read all".formatted(command.get(0)), 0);
  }

  private static Process started(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UnsupportedDump("'%s' could not be started".formatted(command.get(0)), 0);
    }
  }

  private FutureTask<Long> pump(Pumping pumping) {
    FutureTask<Long> passing = new FutureTask<>(pumping::pass);
    Thread thread = new Thread(passing, "command");
    thread.setDaemon(true);
    thread.start();
    return passing;
  }

  /** Passes content on, and counts it. */
  private interface Pumping {
    long pass() throws IOException;
  }

  /** A command may end before it has read all: its exit code tells what to think of that. */
  private long feed(InputStream from) throws IOException {
    byte[] piece = new byte[PIECE];
    long fed = 0;
    OutputStream to = process.getOutputStream();
    try {
      for (int count = from.read(piece); count >= 0 && !stopped; count = from.read(piece)) {
        if (!isTaken(to, piece, count)) {
          return fed;
        }
        fed += count;
      }
      return fed;
    } finally {
      isTaken(to, piece, 0);
    }
  }

  /** Whether a command still reads; nothing more comes after an empty piece. */
  private static boolean isTaken(OutputStream to, byte[] piece, int count) {
    try {
      to.write(piece, 0, count);
      if (count == 0) {
        to.close();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Nobody would read what it writes any more, and it would wait for ever. */
  private long drain(OutputStream to) throws IOException {
    try {
      return process.getInputStream().transferTo(to);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Ends it and what is passed on to it, whatever either is at. */
  private void stop() {
    stopped = true;
    process.destroyForcibly();
    try {
      pump.get(STOPPING_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // nobody wants to know any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for its end; what failed at the other end of the pipe comes before its exit code. */
  private void end() throws IOException {
    try {
      pump.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new UnsupportedDump("'%s' does not end".formatted(command.get(0)), 0);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException ofStore) {
        throw ofStore;
      }
      throw e.getCause() instanceof IOException ofStore ? ofStore : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new UnsupportedDump("'%s' does not end".formatted(command.get(0)), 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new UnsupportedDump(
          "'%s' ended with exit code %d".formatted(command.get(0), process.exitValue()), 0);
    }
  }
}
