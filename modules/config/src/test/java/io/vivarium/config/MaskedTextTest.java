package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTextTest {
  @Test
  void aFileIsShownWithItsSecretsMasked() {
    assertEquals(
        "# a comment\ntickTime=2000\nssl.keyStore.password=********\nssl.trustStore.pasword : ********\ndataDir=/d",
        MaskedText.of(
            "# a comment\ntickTime=2000\nssl.keyStore.password=one\nssl.trustStore.pasword : two\ndataDir=/d"));
  }

  @Test
  void aSecretThatGoesOnInTheNextLineIsHiddenToItsEnd() {
    assertEquals(
        "ssl.keyStore.password=********\nclientPort=1\n",
        MaskedText.of("ssl.keyStore.password=one\\\n  two\\\n  three\nclientPort=1\n"));
  }

  /** Each of these sets the password when the file is loaded, or did before it was made a comment. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.keyStore.password hunter2",
        "  ssl.keyStore.password\thunter2",
        "ssl.keyStore.password  =  hunter2",
        "ssl.keyStore.password hun=ter2 hunter2",
        "ssl.keyStore.pass\\\n    word hunter2",
        "ssl.keyStore.password \\\n hunter2",
        "ssl.keyStore.password=\\\r\n hunter2\r\n",
        "ssl.keyStore.pass\\u0077ord hunter2",
        "ssl.keyStore.password\\\n=\\\nhunter2",
        "a=b\rssl.keyStore.password hunter2\rc=d",
        "#ssl.keyStore.password hunter2",
        "# ssl.keyStore.password=hunter2",
        "! the password: hunter2",
        "# ends like this \\\nssl.keyStore.password hunter2",
        "a=ends like this \\\\\nssl.keyStore.password hunter2",
      })
  void howeverASecretIsWrittenItIsNotShown(String file) {
    String shown = MaskedText.of(file);
    assertFalse(shown.contains("hunter2"), shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "dataDir /var/lib\r\ntickTime : 2000\r\n",
        "ssl.keyStore.password=\nssl.trustStore.password",
        "ssl.keyStore.passwordPath /etc/password",
        "# ssl.keyStore.passwordPath = /etc/password",
        "# hunter2 is no secret here\nsnapCount=\\\n  1000\n",
        "dataDir=/a\\",
      })
  void allElseIsAsItWas(String file) {
    assertEquals(file, MaskedText.of(file));
  }
}
