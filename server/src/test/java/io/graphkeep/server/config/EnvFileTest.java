package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileTest {
    record Line(String text, String name, String value) {}

    static Line[] lines() {
        return new Line[] {
            new Line("A=b", "A", "b"),
            new Line("  A = b  ", "A", "b"),
            new Line("export A=b", "A", "b"),
            new Line("A=", "A", ""),
            new Line("A=b c # what it is", "A", "b c"),
            new Line("A=b#c", "A", "b#c"),
            new Line("A=# nothing", "A", ""),
            new Line("A='b # c' # comment", "A", "b # c"),
            new Line("A=\"b # c\"", "A", "b # c"),
            new Line("A='$HOME \\n \"x\"'", "A", "$HOME \\n \"x\""),
            new Line("A=\"x \\\"y\\\" \\\\ \\$ \\n \\q\"", "A", "x \"y\" \\ $ \n \\q"),
            new Line("A='one\ntwo'", "A", "one\ntwo"),
            new Line("A=b\r", "A", "b"),
            new Line("\uFEFFA=b", "A", "b"),
            new Line("A=b=c", "A", "b=c"),
            new Line("A=postgresql://u:p@h/d?x=1", "A", "postgresql://u:p@h/d?x=1"),
            new Line("exported=1", "exported", "1"),
        };
    }

    @ParameterizedTest
    @MethodSource("lines")
    void readsALine(Line line) {
        var file = EnvFile.parse(line.text() + "\n");

        assertThat(file.unreadable()).isEmpty();
        assertThat(file.entries()).containsExactly(new EnvFile.Entry(line.name(), line.value(), 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# A=b", "   # comment", "\t"})
    void passesOverWhatSaysNothing(String text) {
        assertThat(EnvFile.parse(text).entries()).isEmpty();
        assertThat(EnvFile.parse(text).unreadable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "=b", "1A=b", "A b=c", "A='b", "A=\"b", "A='b' c", "A=\"b\\"})
    void reportsALineThatItCannotRead(String text) {
        assertThat(EnvFile.parse(text).unreadable()).containsExactly(1);
        assertThat(EnvFile.parse(text).entries()).isEmpty();
    }

    @Test
    void numbersLinesAcrossQuotesThatSpanThem() {
        var file = EnvFile.parse("# first\nA=\"x\ny\"\nB=1\nnonsense\nC=2");

        assertThat(file.entries())
                .containsExactly(
                        new EnvFile.Entry("A", "x\ny", 2),
                        new EnvFile.Entry("B", "1", 4),
                        new EnvFile.Entry("C", "2", 6));
        assertThat(file.unreadable()).containsExactly(5);
    }

    @Test
    void anEntryDoesNotShowItsValue() {
        assertThat(EnvFile.parse("A=geheim").entries()).asString().doesNotContain("geheim");
    }
}
