package dev.wayleave.oidc.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.unboundidds.tools.LDAPSearch;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.ldif.LDIFWriter;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The people of an LDAP server, as it exports them and as tools that ask it write them down.
class LdapServerTest {
  private static final String BASE = "dc=example,dc=com";
  private static final List<String> ATTRIBUTES =
      List.of("uid", "mail", "cn", "displayName", "entryUUID");

  private static final String PEOPLE =
      """
      dn: dc=example,dc=com
      objectClass: domain
      dc: example

      dn: ou=people,dc=example,dc=com
      objectClass: organizationalUnit
      ou: people

      dn: uid=ann,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: ann
      cn: Ann Ng
      sn: Ng
      mail: ann@example.com

      dn: uid=jörg,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: jörg
      cn: Jörg Groß
      displayName: Jörg Groß, who has a name that is longer than a line of such a file may be
      sn: Groß
      mail: joerg@example.com
      """;

  @TempDir Path folder;

  private InMemoryDirectoryServer server;
  private Map<String, String> ids;

  @BeforeEach
  void start() throws Exception {
    server = new InMemoryDirectoryServer(new InMemoryDirectoryServerConfig(BASE));
    try (InputStream people = Files.newInputStream(Files.writeString(file("people"), PEOPLE));
        LDIFReader reader = new LDIFReader(people)) {
      server.importFromLDIF(true, reader);
    }
    server.startListening();
    ids = Map.of("ann", id("ann"), "jörg", id("jörg"));
  }

  @AfterEach
  void stop() {
    server.shutDown(true);
  }

  private Path file(String name) {
    return folder.resolve(name + ".ldif");
  }

  private String id(String uid) throws Exception {
    Entry entry =
        Objects.requireNonNull(
            server.getEntry("uid=" + uid + ",ou=people," + BASE, "entryUUID"), uid);
    return Objects.requireNonNull(entry.getAttributeValue("entryUUID"));
  }

  @Test
  void anExportHasEverybody() throws Exception {
    assertThat(server.exportToLDIF(file("export").toString(), false, false)).isPositive();
    assertEverybody(file("export"));
  }

  @Test
  void whatALibraryWritesOfASearchHasEverybody() throws Exception {
    try (LDAPConnection connection = server.getConnection();
        LDIFWriter writer = new LDIFWriter(file("search").toString())) {
      SearchResult found =
          connection.search(
              BASE, SearchScope.SUB, "(objectClass=*)", ATTRIBUTES.toArray(new String[0]));
      for (SearchResultEntry entry : Objects.requireNonNull(found.getSearchEntries())) {
        writer.writeEntry(entry);
      }
    }
    assertEverybody(file("search"));
  }

  @Test
  void whatACommandPrintsOfASearchHasEverybody() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ResultCode code =
        LDAPSearch.main(
            out,
            err,
            "--hostname",
            "127.0.0.1",
            "--port",
            "" + server.getListenPort(),
            "--baseDN",
            BASE,
            "(objectClass=inetOrgPerson)",
            "uid",
            "mail",
            "cn",
            "displayName",
            "entryUUID");
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ResultCode.SUCCESS);
    Files.write(file("command"), out.toByteArray());
    assertEverybody(file("command"));
  }

  /// OpenLDAP's `ldapsearch` without `-L`, whose last lines tell of the search and are no entry.
  @Test
  void whatOpenLdapPrintsOfASearchHasEverybody() throws Exception {
    Files.writeString(
        file("openldap"),
        """
        # extended LDIF
        #
        # LDAPv3
        # base <dc=example,dc=com> with scope subtree
        # filter: (uid=*)
        # requesting: uid mail cn displayName entryUUID
        #

        # ann, people, example.com
        dn: uid=ann,ou=people,dc=example,dc=com
        uid: ann
        cn: Ann Ng
        mail: ann@example.com
        entryUUID: %s

        # j\\C3\\B6rg, people, example.com
        dn:: dWlkPWrDtnJnLG91PXBlb3BsZSxkYz1leGFtcGxlLGRjPWNvbQ==
        uid:: asO2cmc=
        cn:: SsO2cmcgR3Jvw58=
        mail: joerg@example.com
        entryUUID: %s

        # search reference
        ref: ldap://other.example.com/DC=DomainDnsZones,DC=example,DC=com??sub

        # search result
        search: 2
        control: 1.2.840.113556.1.4.319 false MAUCAQAEAA==
        result: 0 Success

        # numResponses: 3
        # numEntries: 2
        """
            .formatted(ids.get("ann"), ids.get("jörg")));
    assertEverybody(file("openldap"));
  }

  @Test
  void aSearchThatWasCutOffIsNotTakenForEverybody() throws Exception {
    Files.writeString(
        file("cut"),
        """
        # extended LDIF
        dn: uid=ann,ou=people,dc=example,dc=com
        uid: ann

        # search result
        search: 2
        result: 4 Size limit exceeded
        """);
    assertThatThrownBy(() -> new PeopleReader(Map.of(), _ -> {}).read("" + file("cut"), null))
        .hasMessageContaining("cut.ldif is not whole")
        .hasMessageContaining("4 (Size limit exceeded)");
  }

  /// What Windows' `ldifde` writes says of each entry that it is to be added.
  @Test
  void entriesThatAreToBeAddedAreEntries() throws Exception {
    Files.writeString(
        file("ldifde"),
        """
        dn: CN=Ann Ng,OU=people,DC=example,DC=com
        changetype: add
        objectClass: user
        cn: Ann Ng
        sAMAccountName: ann
        mail: ann@example.com
        userAccountControl: 512

        """);
    assertThat(new PeopleReader(Map.of(), _ -> {}).read(file("ldifde").toString(), null))
        .containsExactly(new Person(null, "ann", "ann@example.com", false, "Ann Ng", true));
  }

  private void assertEverybody(Path file) throws Exception {
    List<Person> people = new PeopleReader(Map.of(), _ -> {}).read(file.toString(), "entryUUID");
    assertThat(people)
        .as(Files.readString(file))
        .extracting(Person::username, Person::email, Person::subject)
        .containsExactly(
            tuple("ann", "ann@example.com", ids.get("ann")),
            tuple("jörg", "joerg@example.com", ids.get("jörg")));
    assertThat(people.getLast().displayName()).startsWith("Jörg Groß");
  }
}
