package dev.wayleave.oidc.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.oidc.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleReaderTest {
  @TempDir Path folder;

  private List<Person> read(String text, @Nullable String subject)
      throws InputException, IOException {
    Path file = Files.writeString(folder.resolve("people"), text);
    return new PeopleReader(Map.of(), _ -> {}).read(file.toString(), subject);
  }

  private void refuses(String text, String... said) {
    assertThatThrownBy(() -> read(text, null))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(said);
  }

  @Test
  void readsCsvByTheNamesOfItsColumnsWhateverSeparatesThem() throws Exception {
    assertThat(
            read(
                """
                \ufeffEmail;SUB;preferred_username;Email Verified;ignored
                ann@example.com;"b;1";ann;TRUE;x

                bob@example.com;;bob;;
                """,
                null))
        .containsExactly(
            new Person("b;1", "ann", "ann@example.com", true, "", true),
            new Person(null, "bob", "bob@example.com", false, "", true));
  }

  @Test
  void saysWhereCsvIsWrong() {
    refuses("colour,size\nred,3\n", "line 1", "sub, username or email");
    refuses("sub,email\n1,ann@example.com,x\n", "line 2", "3 values under 2 columns");
    refuses("sub,email_verified\n1,perhaps\n", "line 2", "\"perhaps\"");
    refuses("sub\n" + "x".repeat(5_000) + "\n", "longer than 4096");
    refuses("", "empty");
  }

  @Test
  void readsARealmAsKeycloakExportsIt() throws Exception {
    assertThat(
            read(
                """
                {"realm": "b", "users": [
                  {"id": "u-1", "username": "ann", "email": "ann@example.com",
                   "emailVerified": true, "enabled": true, "firstName": "Ann", "lastName": "Ng"},
                  {"id": "u-2", "username": "bob", "enabled": false},
                  {"id": "u-3", "username": "service-account-x", "serviceAccountClientId": "x"}]}
                """,
                null))
        .containsExactly(
            new Person("u-1", "ann", "ann@example.com", true, "Ann Ng", true),
            new Person("u-2", "bob", "", false, "", false));
  }

  @Test
  void readsAFolderOfKeycloaksExportOfOneRealm() throws Exception {
    Files.writeString(
        folder.resolve("b-users-0.json"),
        "{\"realm\":\"b\",\"users\":[{\"id\":\"1\",\"username\":\"ann\"}]}");
    Files.writeString(
        folder.resolve("b-users-1.json"),
        "{\"realm\":\"b\",\"users\":[{\"id\":\"2\",\"username\":\"bob\"}]}");
    PeopleReader reader = new PeopleReader(Map.of(), _ -> {});

    assertThat(reader.read(folder.toString(), null))
        .extracting(Person::username)
        .containsExactly("ann", "bob");
    Files.writeString(folder.resolve("c-users-0.json"), "{\"realm\":\"c\",\"users\":[]}");
    assertThatThrownBy(() -> reader.read(folder.toString(), null)).hasMessageContaining("b and c");
  }

  @Test
  void aScimUserHasNoSubjectUnlessSomebodySaysWhereItStands() throws Exception {
    String list =
        """
        {"totalResults": 1, "Resources": [
          {"id": "77", "externalId": "ext", "userName": "ann", "active": true,
           "displayName": "Ann",
           "emails": [{"value": "a@home.example"}, {"value": "ann@example.com", "primary": true}]}]}
        """;

    assertThat(read(list, null))
        .containsExactly(new Person(null, "ann", "ann@example.com", false, "Ann", true));
    assertThat(read(list, "externalId")).extracting(Person::subject).containsExactly("ext");
    refuses(list.replace("\"totalResults\": 1", "\"totalResults\": 9"), "1 of 9");
  }

  @Test
  void readsLdifWithTheSubjectThatTheCallerNames() throws Exception {
    String ldif =
        """
        version: 1
        dn: ou=people,dc=example,dc=com
        objectClass: organizationalUnit

        dn: uid=ann,ou=people,dc=example,dc=com
        objectClass: inetOrgPerson
        uid: ann
        cn: Ann Ng
        mail: ann@exam
         ple.com
        entryUUID: 4b1c-7
        objectGUID:: MyIRAFVEd2aImaq7zN3u/w==

        dn: cn=Bob,dc=example,dc=com
        sAMAccountName: bob
        userAccountControl: 514
        """;

    assertThat(read(ldif, null))
        .containsExactly(
            new Person(null, "ann", "ann@example.com", false, "Ann Ng", true),
            new Person(null, "bob", "", false, "", false));
    assertThat(read(ldif, "entryUUID").getFirst().subject()).isEqualTo("4b1c-7");
    assertThat(read(ldif, "objectGUID").getFirst().subject())
        .isEqualTo("00112233-4455-6677-8899-aabbccddeeff");
  }

  @Test
  void readsNoOtherFileThatAnLdifNames() {
    refuses("dn: uid=ann\nuid: ann\nmail:< file:///etc/passwd\n", "mail", "not read");
    refuses("dn: uid=ann\ruid: ann\rma\r il:\r < file:///etc/passwd\r", "mail", "not read");
    refuses("dn: uid=ann\nuid: ann\nmail_2:< file:///etc/passwd\n", "mail_2", "not read");
    refuses("dn: uid=ann\nuid: ann\nmail:\n < file:///etc/passwd\n", "mail", "not read");
    refuses("dn: uid=ann\nchangetype: delete\nuid ann\n", "line");
  }

  @Test
  void readsCredentialsFromAFileWithoutTellingThemInErrors() throws Exception {
    Path file = folder.resolve("credentials");
    Files.writeString(file, "# for the new provider\nSCIM_TOKEN=a=b\n");

    assertThat(PeopleReader.credentials(file)).containsExactly(Map.entry("SCIM_TOKEN", "a=b"));
    Files.writeString(file, "s3cret\n");
    assertThatThrownBy(() -> PeopleReader.credentials(file))
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void saysWhereJsonIsWrong() {
    refuses("{\"users\": [\n{]}", "line 2");
    refuses("{\"clients\": []}", "no list of users");
    refuses("[{\"realm\":\"a\",\"users\":[1]},{\"realm\":\"b\",\"users\":[1]}]", "2 realms");
  }
}
