package org.quietus.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and an HTTP/1.1 server and spoils a seeded share of the calls. One
 * request per connection, bodies with a Content-Length, held in memory.
 */
public final class FaultProxy implements AutoCloseable {
  /** A way to spoil a call. */
  public enum Fault {
    /** 500 without asking the server. */
    INTERNAL_ERROR,
    /** 503 without asking the server. */
    SLOW_DOWN,
    /** The connection is reset before the server has heard of the request. */
    RESET,
    /** The server does what it was asked, and the connection is reset instead of its reply. */
    LOST_REPLY,
    /** The server does what it was asked, and no reply comes. */
    TIMEOUT,
    /** Half of the reply's body comes, then the connection ends. */
    CUT_BODY
  }

  /** One in so many of the replies that might be waited for in vain is. */
  private static final int PATIENCE = 5;

  private final URI server;
  private final double share;
  private final long silentMillis;
  private final Random random;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Fault, Integer> made = new EnumMap<>(Fault.class);

  /**
   * Listens on a free port.
   *
   * @param share of the calls to spoil, 0 to 1
   * @param silentMillis how long a timeout lasts; longer than the client's patience
   */
  public FaultProxy(URI server, double share, long silentMillis, long seed) {
    this.server = server;
    this.share = share;
    this.silentMillis = silentMillis;
    this.random = new Random(seed);
    try {
      socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.printf("fault proxy: seed %d, %.0f %% of the calls%n", seed, share * 100);
    threads.execute(this::accept);
  }

  /** Returns where the proxy listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Returns how often each fault was made so far. */
  public synchronized Map<Fault, Integer> made() {
    return new EnumMap<>(made);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private synchronized @Nullable Fault draw() {
    if (random.nextDouble() >= share) {
      return null;
    }
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    if (fault == Fault.TIMEOUT && random.nextInt(PATIENCE) > 0) {
      fault = Fault.LOST_REPLY; // the same to the server, and sooner noticed
    }
    made.merge(fault, 1, Integer::sum);
    return fault;
  }

  private void serve(Socket connection) {
    try (Socket client = connection) {
      Message request = Message.request(client);
      Fault fault = draw();
      if (fault == Fault.INTERNAL_ERROR || fault == Fault.SLOW_DOWN) {
        client.getOutputStream().write(error(fault));
        return;
      }
      if (fault == Fault.RESET) {
        reset(client);
        return;
      }
      Message reply = forward(request);
      if (fault == Fault.LOST_REPLY || fault == Fault.CUT_BODY && reply.body.length == 0) {
        reset(client);
        return;
      }
      if (fault == Fault.TIMEOUT) {
        Thread.sleep(silentMillis);
        return;
      }
      reply.write(client.getOutputStream(), fault == Fault.CUT_BODY);
    } catch (IOException e) {
      // The client or the server went away, which is what this is about.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Message forward(Message request) throws IOException {
    try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
      request.write(upstream.getOutputStream(), false);
      return Message.reply(upstream.getInputStream(), request.head.startsWith("HEAD "));
    }
  }

  private static byte[] error(Fault fault) {
    boolean internal = fault == Fault.INTERNAL_ERROR;
    String body =
        "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>made up</Message></Error>"
            .formatted(internal ? "InternalError" : "SlowDown");
    return """
    HTTP/1.1 %s\r
    Content-Type: application/xml\r
    Content-Length: %d\r
    Connection: close\r
    \r
    %s\
    """
        .formatted(internal ? "500 Internal Server Error" : "503 Slow Down", body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
  }

  /** A request or a reply: everything up to the empty line, and the body. */
  record Message(String head, byte[] body) {
    static Message request(Socket client) throws IOException {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String head = readHead(in);
      if (header(head, "expect") != null) {
        client
            .getOutputStream()
            .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      String withoutExpect = head.replaceAll("(?im)^(expect|connection):.*\r\n", "");
      String length = header(head, "content-length");
      return new Message(withoutExpect, exactly(in, length == null ? 0 : Integer.parseInt(length)));
    }

    static Message reply(InputStream from, boolean toHead) throws IOException {
      InputStream in = new BufferedInputStream(from);
      String head = readHead(in);
      while (head.startsWith("HTTP/1.1 100")) {
        head = readHead(in);
      }
      String length = header(head, "content-length");
      boolean empty = toHead || head.matches("(?s)HTTP/1.1 (204|304).*");
      if (empty) {
        return new Message(withoutConnection(head), new byte[0]);
      }
      if ("chunked".equalsIgnoreCase(header(head, "transfer-encoding"))) {
        byte[] body = chunks(in);
        String known =
            head.replaceAll("(?im)^transfer-encoding:.*\r\n", "")
                + "Content-Length: "
                + body.length
                + "\r\n";
        return new Message(withoutConnection(known), body);
      }
      byte[] body = length == null ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
      return new Message(withoutConnection(head), body);
    }

    void write(OutputStream out, boolean cut) throws IOException {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes(
          (head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      message.write(body, 0, cut ? body.length / 2 : body.length);
      message.writeTo(out);
      out.flush();
    }

    private static String withoutConnection(String head) {
      return head.replaceAll("(?im)^(connection|keep-alive):.*\r\n", "");
    }

    private static @Nullable String header(String head, String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse(null);
    }

    private static String readHead(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      for (String line = readLine(in); !line.equals("\r\n"); line = readLine(in)) {
        head.append(line);
      }
      return head.toString();
    }

    private static String readLine(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int last;
      do {
        last = in.read();
        if (last < 0) {
          throw new EOFException();
        }
        line.write(last);
      } while (last != '\n');
      return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException();
      }
      return body;
    }

    private static byte[] chunks(InputStream in) throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      int size;
      do {
        size = Integer.parseInt(readLine(in).replaceAll("[;\r\n].*", "").strip(), 16);
        body.write(exactly(in, size));
        readLine(in);
      } while (size > 0);
      return body.toByteArray();
    }
  }
}
