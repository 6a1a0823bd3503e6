package im.coven.form;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.xml.XmlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Forms survive the wire, and answer for their fields.
class DataFormTest {

  private static final String INFO = "urn:xmpp:mix:core:1";

  @Test
  void aFormOfEveryTypeSurvivesTheWire() {
    for (DataForm.Type type : DataForm.Type.values()) {
      var form =
          new DataForm(
              type,
              "Title & more",
              "Fill it in",
              List.of(
                  Field.hidden("FORM_TYPE", INFO),
                  new Field("name", Field.TEXT_SINGLE, "Its name", List.of("A Dark Cave")),
                  new Field("contact", Field.JID_MULTI, null, List.of("a@b.c", "d@e.f")),
                  new Field(
                      "who",
                      Field.LIST_SINGLE,
                      null,
                      List.of("all"),
                      List.of(new Field.Option("Everybody", "all"), new Field.Option(null, "me"))),
                  Field.of("nothing")));
      String wire = form.toElement().toString();
      assertThat(DataForm.read(XmlReader.parse(wire))).contains(form);
    }
  }

  @Test
  void theWireLooksAsInXep0004() {
    DataForm form =
        DataForm.of(
            DataForm.Type.RESULT,
            INFO,
            List.of(new Field("Name", null, null, List.of("Witches Coven"))));
    assertThat(form.toElement())
        .hasToString(
            "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>"
                + INFO
                + "</value></field><field var='Name'><value>Witches Coven</value></field></x>");
  }

  @Test
  void fieldsAnswerByName() {
    DataForm form =
        DataForm.of(
            DataForm.Type.SUBMIT,
            INFO,
            List.of(Field.of("a", "1", "2"), Field.of("on", "true"), Field.of("off", "0")));
    assertThat(form.formType()).contains(INFO);
    assertThat(form.isOf(INFO)).isTrue();
    assertThat(form.value("a")).isEqualTo("1");
    assertThat(form.values("a")).containsExactly("1", "2");
    assertThat(form.values("b")).isEmpty();
    assertThat(form.value("b")).isNull();
    assertThat(form.flag("on")).isTrue();
    assertThat(form.flag("off")).isFalse();
    assertThat(form.flag("a")).isTrue();
    assertThat(form.flag("b")).isNull();
  }

  @Test
  void whatIsNoFormIsNotRead() {
    assertThat(DataForm.read(XmlReader.parse("<x xmlns='jabber:x:data'/>"))).isEmpty();
    assertThat(DataForm.read(XmlReader.parse("<x xmlns='jabber:x:data' type='odd'/>"))).isEmpty();
    assertThat(DataForm.read(XmlReader.parse("<x xmlns='jabber:x:oob' type='form'/>"))).isEmpty();
  }

  @Test
  void aFormIsFoundInsideAQuery() {
    var query = XmlReader.parse("<q xmlns='u'><x xmlns='jabber:x:data' type='cancel'/></q>");
    assertThat(DataForm.in(query)).contains(new DataForm(DataForm.Type.CANCEL, List.of()));
  }
}
