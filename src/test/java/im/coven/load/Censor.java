package im.coven.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between clients and a server and tampers with one delivery. What clients say goes through
/// untouched.
final class Censor implements AutoCloseable {

  /// What is done to the delivery.
  enum Act {
    LOSES,
    DOUBLES,
    /// Keeps it back until the receiver's next delivery has gone through.
    SWAPS,
    /// Breaks the receiver's connection off.
    BREAKS_OFF
  }

  private static final String BEGIN = "<message ";
  private static final String END = "</message>";

  private final Act act;
  private final int which;
  private final int serverPort;
  private final ServerSocket door;
  private final AtomicInteger deliveries = new AtomicInteger();

  /// Tampers with the delivery of the given number, counted over all receivers.
  Censor(Act act, int which, int serverPort) throws IOException {
    this.act = act;
    this.which = which;
    this.serverPort = serverPort;
    door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::admit);
  }

  int port() {
    return door.getLocalPort();
  }

  private void admit() {
    try {
      while (true) {
        Socket client = door.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> new Reader(server, client).run());
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // Both ends are closed now.
    }
  }

  /// Reads what the server says to one client, and passes it on message by message.
  private final class Reader {
    private final Socket from;
    private final Socket to;
    private final StringBuilder waiting = new StringBuilder();
    private String keptBack = "";

    Reader(Socket from, Socket to) {
      this.from = from;
      this.to = to;
    }

    void run() {
      try (from;
          to) {
        InputStream in = from.getInputStream();
        byte[] bytes = new byte[8192];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          waiting.append(new String(bytes, 0, read, ISO_8859_1));
          passComplete();
        }
      } catch (IOException broken) {
        // Both ends are closed now.
      }
    }

    private void passComplete() throws IOException {
      int begin = waiting.indexOf(BEGIN);
      int end = waiting.indexOf(END);
      while (begin >= 0 && end >= 0) {
        write(waiting.substring(0, begin));
        message(waiting.substring(begin, end + END.length()));
        waiting.delete(0, end + END.length());
        begin = waiting.indexOf(BEGIN);
        end = waiting.indexOf(END);
      }
      // The begin of a message may itself be split.
      int safe = begin >= 0 ? begin : Math.max(0, waiting.lastIndexOf("<"));
      boolean isSplit =
          begin >= 0 || (safe < waiting.length() && BEGIN.startsWith(waiting.substring(safe)));
      int until = isSplit ? safe : waiting.length();
      write(waiting.substring(0, until));
      waiting.delete(0, until);
    }

    private void message(String message) throws IOException {
      boolean isChosen = message.contains("coven-load ") && deliveries.incrementAndGet() == which;
      if (isChosen) {
        switch (act) {
          case LOSES -> {}
          case DOUBLES -> write(message + message);
          case SWAPS -> keptBack = message;
          case BREAKS_OFF -> to.close();
        }
      } else {
        boolean isDelivery = message.contains("coven-load ");
        write(isDelivery ? message + keptBack : message);
        keptBack = isDelivery ? "" : keptBack;
      }
    }

    private void write(String text) throws IOException {
      OutputStream out = to.getOutputStream();
      out.write(text.getBytes(ISO_8859_1));
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
