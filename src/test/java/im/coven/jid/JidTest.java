package im.coven.jid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What an address becomes, and which texts are none. See RFC 7622 §3.5 for many of the examples.
class JidTest {

  @Test
  void addressesBecomeTheirPreparedForm() {
    becomes(
        """
        juliet@example.com               juliet@example.com
        JULIET@EXAMPLE.COM               juliet@example.com
        Juliet@example.com/Foo           juliet@example.com/Foo
        juliet@example.com/foo@bar       juliet@example.com/foo@bar
        juliet@example.com/a/b           juliet@example.com/a/b
        example.com                      example.com
        example.com/foobar               example.com/foobar
        a.example.com/b@example.net      a.example.com/b@example.net
        foo\\20bar@example.com            foo\\20bar@example.com
        fussball@example.com             fussball@example.com
        fu\u00DFball@example.com               fu\u00DFball@example.com
        \u03C0@example.com                     \u03C0@example.com
        \u03A3@example.com/foo                 \u03C3@example.com/foo
        \u03C3@example.com/foo                 \u03C3@example.com/foo
        \u03C2@example.com/foo                 \u03C2@example.com/foo
        king@example.com/\u265A                king@example.com/\u265A
        \uFF2Aane@example.com                  jane@example.com
        a\u0301@example.com                    \u00E1@example.com
        """);
  }

  @Test
  void spacesAreAllowedInTheResourcepartAlone() {
    assertThat(Jid.parse("juliet@example.com/foo bar").map(Jid::resourcepart)).contains("foo bar");
    assertThat(Jid.parse("juliet@example.com/a\u00A0b").map(Jid::resourcepart)).contains("a b");
    assertThat(Jid.parse("foo bar@example.com")).isEmpty();
    assertThat(Jid.parse(" juliet@example.com")).isEmpty();
    assertThat(Jid.parse("juliet@example.com ")).isEmpty();
  }

  @Test
  void domainpartsBecomeTheirPreparedForm() {
    becomes(
        """
        example.com.                     example.com
        EXAMPLE.com                      example.com
        localhost                        localhost
        mix-1.shakespeare.example        mix-1.shakespeare.example
        fa\u00DF.example                       fa\u00DF.example
        fass.example                     fass.example
        xn--fa-hia.example               fa\u00DF.example
        XN--FA-HIA.EXAMPLE               fa\u00DF.example
        B\u00DCcher.example                    b\u00FCcher.example
        xn--bcher-kva.example            b\u00FCcher.example
        a\u3002example                         a.example
        \u4F8B\u3048.\u30C6\u30B9\u30C8                         \u4F8B\u3048.\u30C6\u30B9\u30C8
        a--b.example                     a--b.example
        192.0.2.1                        192.0.2.1
        a@[2001:DB8:0:0:0::1]/r          a@[2001:db8::1]/r
        [::1]                            [::1]
        [0:0:0:0:0:0:0:0]                [::]
        [1:0:0:2:0:0:0:3]                [1:0:0:2::3]
        [::ffff:192.0.2.1]               [::ffff:192.0.2.1]
        """);
  }

  @Test
  void malformedAddressesAreNone() {
    String[] malformed = {
      "",
      "@",
      "/",
      "@example.com",
      "@/",
      "juliet@",
      "juliet@/foo",
      "/foobar",
      "example.com/",
      "juliet@example.com/",
      "a@b@example.com",
      "\"juliet\"@example.com",
      "a&b@example.com",
      "a'b@example.com",
      "a:b@example.com",
      "a<b@example.com",
      "a>b@example.com",
      "\uFF20@example.com",
      "a\uFF07b@example.com",
      "henry\u2163@example.com",
      "\u265A@example.com",
      "a\u0000@example.com",
      "a@example.com/\u0000",
      "a@example.com/\uFFFE",
      "a@example.com/\uD800",
      "\uDC00@example.com",
      "a@\uD800.example",
      "a@exa mple.com",
      "a@-example.com",
      "a@example-.com",
      "a@example..com",
      "a@.example.com",
      "a@.",
      "a@..",
      "a@exam_ple.com",
      "a@exam\uFF20ple.com",
      "a@ex%ample.com",
      "a@xn--",
      "a@xn--a.example",
      "a@xn--bcher-kv\u00FC.example",
      "a@\u200D.example",
      "256.0.0.1",
      "1.2.3",
      "01.2.3.4",
      "a@[::1",
      "a@[]",
      "a@[::1%eth0]",
      "a@[v1.fe]",
      "a@[1.2.3.4]",
      "a@[g::]",
    };
    for (String text : malformed) {
      assertThat(Jid.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void aPartHasAtMost1023Bytes() {
    String most = "a".repeat(1023);
    assertThat(Jid.parse(most + "@example.com/" + most)).isPresent();
    assertThat(Jid.parse(most + "a@example.com")).isEmpty();
    assertThat(Jid.parse("example.com/a" + most)).isEmpty();
    assertThat(Jid.parse("\u03C0".repeat(511) + "@example.com")).isPresent();
    assertThat(Jid.parse("\u03C0".repeat(512) + "@example.com")).isEmpty();
    assertThat(Jid.parse("example.com/" + "\u265A".repeat(341))).isPresent();
    assertThat(Jid.parse("example.com/" + "\u265A".repeat(342))).isEmpty();
  }

  @Test
  void aLabelHasAtMost63BytesAndANameAtMost253() {
    String label = "a".repeat(63);
    assertThat(Jid.parse(label + ".example")).isPresent();
    assertThat(Jid.parse("a" + label + ".example")).isEmpty();
    assertThat(Jid.parse((label + ".").repeat(3) + "a".repeat(61))).isPresent();
    assertThat(Jid.parse((label + ".").repeat(3) + "a".repeat(62))).isEmpty();
    assertThat(Jid.parse("\u00FC".repeat(60) + ".example")).isEmpty();
  }

  @Test
  void partsAreTakenAndLeft() {
    Jid full = Jid.of("romeo@example.net/orchard");
    assertThat(full.isBare()).isFalse();
    assertThat(full.bare()).isEqualTo(Jid.of("romeo@example.net"));
    assertThat(full.bare().withResource("orchard")).isEqualTo(full);
    assertThat(Jid.of("example.net").isDomain()).isTrue();
    assertThat(Jid.domain("example.net")).isEqualTo(Jid.of("example.net"));
  }

  @Test
  void partsAloneArePrepared() {
    assertThat(Jid.localpartOf("Hecate")).contains("hecate");
    assertThat(Jid.localpartOf("a@b")).isEmpty();
    assertThat(Jid.localpartOf("")).isEmpty();
    assertThat(Jid.resourcepartOf("Cauldron 1")).contains("Cauldron 1");
    assertThat(Jid.resourcepartOf("")).isEmpty();
  }

  private static void becomes(String table) {
    for (String row : table.strip().lines().toList()) {
      String[] cells = row.strip().split(" +", 2);
      assertThat(Jid.parse(cells[0]).map(Jid::toString)).as(cells[0]).contains(cells[1]);
    }
  }
}
