package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.quietus.testing.FaultProxy.Message;

/** Stands before a real S3 server and answers what that one does not know, as Amazon would. */
public final class S3Relay implements AutoCloseable {
  /** What is answered otherwise than by the server. */
  public interface Script {
    /** Status and body in place of the server's answer, such as {@code 403 <Error>…</Error>}. */
    default Optional<String> instead(String request) {
      return Optional.empty();
    }

    /** The head of the server's answer, to be changed. */
    default String reply(String request, String head) {
      return head;
    }
  }

  private final URI server;
  private final Script script;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public S3Relay(URI server, Script script) {
    this.server = server;
    this.script = script;
    try {
      socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** The heads of the requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
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

  private void serve(Socket connection) {
    try (Socket client = connection) {
      Message request = Message.request(client);
      requests.add(request.head());
      Optional<String> instead = script.instead(request.head());
      Message reply =
          instead.isPresent() ? made(request.head(), instead.get()) : forwarded(request);
      reply.write(client.getOutputStream(), false);
    } catch (IOException e) {
      // the client went away
    }
  }

  private Message forwarded(Message request) throws IOException {
    try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
      request.write(upstream.getOutputStream(), false);
      Message reply = Message.reply(upstream.getInputStream(), request.head().startsWith("HEAD "));
      return new Message(script.reply(request.head(), reply.head()), reply.body());
    }
  }

  private static Message made(String request, String answer) {
    byte[] body =
        request.startsWith("HEAD ")
            ? new byte[0]
            : answer.substring(3).strip().getBytes(StandardCharsets.UTF_8);
    return new Message(
        "HTTP/1.1 %s made up\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n"
            .formatted(answer.substring(0, 3), body.length),
        body);
  }
}
