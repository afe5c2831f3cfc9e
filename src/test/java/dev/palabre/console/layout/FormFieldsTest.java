package dev.palabre.console.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The fields of a form of the console. */
class FormFieldsTest {
    @Test
    void ticked_areTheBoxesAlone() {
        var fields = new FormFields();
        fields.put("decision", "publish");
        fields.put(FormFields.box("a"), "1f");
        assertThat(fields.ticked()).containsExactly("a");
        assertThat(fields.stamp("a")).isEqualTo("1f");
    }

    @Test
    void stamp_ofABoxWithoutOneIsThatOfNoText() {
        var fields = new FormFields();
        fields.put(FormFields.box("a"), " ");
        assertThat(fields.stamp("a")).isNotBlank();
        assertThat(fields.stamp("b")).isNotBlank();
    }
}
