package dev.wayleave.tailnet.policy.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundPolicyTest {
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'acls': null}", "{'grants': null, 'acls': null}"})
  void aPolicyWithoutRulesSaysSo(String text) {
    assertThat(Policies.sound(text).rules()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'acls': []}", "{'grants': []}", "{'grants': null, 'acls': []}"})
  void anEmptySectionOfRulesAllowsNothing(String text) {
    assertThat(Policies.sound(text).rules()).isEmpty();
  }

  @Test
  void grantsComeBeforeAcls() {
    Policy policy =
        Policies.sound(
            """
            {'acls': [{'action': 'accept', 'src': ['*'], 'dst': ['*:*']}],
             'grants': [{'src': ['*'], 'dst': ['*'], 'ip': ['*']}]}
            """);
    assertThat(policy.rules()).extracting(AccessRule::name).containsExactly("grants[0]", "acls[0]");
  }

  @Test
  void fieldsAreReadInAnyLetterCaseAndInTheirOlderSpelling() {
    Policy policy =
        Policies.sound(
            """
            {'Groups': {'group:a': ['alice@example.com']}, 'TAGOWNERS': {'tag:x': []},
             'ACLs': [{'Action': 'accept', 'Users': ['Group:A'], 'Ports': ['TAG:X:22']},
                      {'action': 'accept', 'src': ['group:A'], 'dst': ['Tag:x:22']}],
             'Tests': [{'User': 'alice@example.com', 'Allow': ['tag:x:22']}]}
            """
                .replace("Group:A", "group:A"));
    assertThat(policy.rules())
        .allSatisfy(rule -> {
          assertThat(rule.sources()).extracting(Selector::text).containsExactly("group:a");
          assertThat(rule.targets())
              .extracting(target -> target.selector().text())
              .containsExactly("tag:x");
        });
    assertThat(policy.tests()).extracting(PolicyTest::source).containsExactly("alice@example.com");
    assertThat(policy.tests().getFirst().accept()).containsExactly("tag:x:22");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* | *",
        "alice@example.com | alice@example.com",
        "bob@github | bob@github",
        "carol@passkey | carol@passkey",
        "dave@ | dave@",
        "group:dev | group:dev",
        "group:staff@example.com | group:staff@example.com",
        "tag:web | tag:web",
        "db | db",
        "ipset:lan | ipset:lan",
        "user:*@example.com | user:*@example.com",
        "autogroup:members | autogroup:member",
        "autogroup:it-admin | autogroup:it-admin",
        "100.64.0.1/32 | 100.64.0.1",
        "10.1.2.3/8 | 10.0.0.0/8",
        "10.0.0.1-10.0.0.9 | 10.0.0.1-10.0.0.9",
        "fd7a:115c:a1e0:0::1 | fd7a:115c:a1e0::1",
      })
  void aWordStandsForWhatItNames(String word, String text) {
    Policy policy =
        Policies.sound(
            Policies.with(
                "'grants':[{'src':['" + word + " '],'dst':['\\t" + word + "'],'ip':['*']}]"));
    AccessRule rule = rules(policy).getFirst();
    assertThat(rule.sources()).extracting(Selector::text).containsExactly(text);
    assertThat(rule.targets()).extracting(t -> t.selector().text()).containsExactly(text);
    assertThat(SelectorReader.of(policy).parse(word, new Position(1, 1)))
        .hasValueSatisfying(selector -> assertThat(selector.text()).isEqualTo(text));
  }

  @Test
  void aWordWithoutMeaningStandsForNothing() {
    SelectorReader reader = SelectorReader.of(Policies.sound(Policies.with("")));
    for (String word : List.of("", "box", "tag:x", "group:x", "10.0.0.0/33", "autogroup:x")) {
      assertThat(reader.parse(word, new Position(1, 1))).as(word).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*:* | * | *",
        "tag:web:22,80-90 | tag:web | 22 80-90",
        "tag:web:22, 443 | tag:web | 22 443",
        "[fd7a::1]:22 | fd7a::1 | 22",
        "fd7a::1:22 | fd7a::1 | 22",
        "[fd7a::]/64:* | fd7a::/64 | *",
        "fd7a::/64:* | fd7a::/64 | *",
        "10.0.0.0/8:443 | 10.0.0.0/8 | 443",
        "svc:api:443 | svc:api | 443",
        "autogroup:internet:* | autogroup:internet | *",
      })
  void aDestinationOfAnAclEndsInPorts(String word, String selector, String ports) {
    Policy policy =
        Policies.sound(
            Policies.with("'acls':[{'action':'accept','src':['*'],'dst':['" + word + "']}]"));
    Target target = rules(policy).getFirst().targets().getFirst();
    assertThat(target.selector().text()).isEqualTo(selector);
    assertThat(target.allowances())
        .extracting(allowance -> allowance.ports().toString())
        .containsExactly(ports.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* | [] | *",
        "443 | [] | 443",
        "*:443 | [] | 443",
        "80-90 | [] | 80-90",
        "tcp:443 | [6] | 443",
        "UDP:53 | [17] | 53",
        "icmp:* | [1] | *",
        "132:9 | [132] | 9",
      })
  void anEntryOfIpIsAProtocolAndPorts(String word, String numbers, String ports) {
    AccessRule rule =
        rules(Policies.sound("{'grants':[{'src':['*'],'dst':['*'],'ip':['" + word + "']}]}"))
            .getFirst();
    Allowance allowance = rule.targets().getFirst().allowances().getFirst();
    assertThat(allowance.protocol().numbers()).hasToString(numbers);
    assertThat(allowance.ports()).hasToString(ports);
  }

  @Test
  void aGrantOfCapabilitiesAloneGivesNoNetworkAccess() {
    AccessRule rule =
        rules(
                Policies.sound(
                    Policies.with(
                        """
                        'grants':[{'src':['group:dev'],'dst':['tag:web'],'via':['tag:db'],
                          'srcPosture':['posture:mac'],
                          'app':{'tailscale.com/cap/golink':[{'admin':true}],'example.com/x':null}}]
                        """)))
            .getFirst();
    assertThat(rule.ipGiven()).isFalse();
    assertThat(rule.targets().getFirst().allowances()).isEmpty();
    assertThat(rule.app().values())
        .extracting(JsonArray::toJson)
        .containsExactly("[{\"admin\":true}]", "[]");
    assertThat(rule.app().keySet()).containsExactly("tailscale.com/cap/golink", "example.com/x");
    assertThat(rule.via()).containsExactly(new TagName("tag:db"));
    assertThat(rule.postures()).containsExactly("posture:mac");
  }

  @Test
  void anAclTakesEverybodyAsSourceOfTheirOwnDevices() {
    assertThat(
            rules(
                Policies.sound(
                    "{'acls':[{'action':'accept','src':['*'],'dst':['autogroup:self:*']}]}")))
        .hasSize(1);
  }

  @Test
  void anSshRuleIsReadInFull() {
    SshRule rule =
        Policies.sound(
                Policies.with(
                    """
                    'ssh':[{'action':' check','src':['autogroup:member','user:*@Example.com'],
                      'dst':['tag:web '],'checkPeriod':'1h30m','acceptEnv':['GIT_*'],
                      'users':['\\troot','autogroup:nonroot','localpart:*@example.com','tag:foo'],
                      'recorder':['tag:rec'],'enforceRecorder':true,'srcPosture':['posture:mac']}]
                    """))
            .ssh()
            .getFirst();
    assertThat(rule.action()).isEqualTo(SshRule.Action.CHECK);
    assertThat(rule.destinations()).extracting(Selector::text).containsExactly("tag:web");
    assertThat(rule.users())
        .containsExactly(
            new SshUser.Named("root"),
            new SshUser.NonRoot(),
            new SshUser.Localpart("example.com"),
            new SshUser.Named("tag:foo"));
    assertThat(rule.checkPeriod()).isEqualTo(Duration.ofMinutes(90));
    assertThat(rule.acceptEnv()).containsExactly("GIT_*");
    assertThat(rule.recorders()).extracting(Selector::text).containsExactly("tag:rec");
    assertThat(rule.enforceRecorder()).isTrue();
    assertThat(rule.postures()).containsExactly("posture:mac");
  }

  @Test
  void aCheckThatHoldsForNoTimeIsToldFromOneThatNamesNone() {
    String rule = "{'action':'check','dst':['tag:web'],'users':['root']";
    List<SshRule> rules =
        Policies.sound(Policies.with("'ssh':[" + rule + ",'checkPeriod':'always'}," + rule + "}]"))
            .ssh();
    assertThat(rules.get(0).checkPeriod()).isEqualTo(Duration.ZERO);
    assertThat(rules.get(1).checkPeriod()).isNull();
  }

  @Test
  void everyOtherSectionIsRead() {
    Policy policy =
        Policies.sound(
            Policies.with(
                """
                'autoApprovers': {'routes': {'10.1.2.3/8': ['tag:web', 'group:dev']},
                  'exitNode': ['autogroup:member'], 'services': {'svc:api': ['tag:web']}},
                'nodeAttrs': [{'target': ['*', 'office', 'alice@example.com'], 'attr': ['funnel'],
                  'app': {'tailscale.com/app-connectors': [{}]}, 'ipPool': ['100.81.0.0/16']}],
                'defaultSrcPosture': ['posture:mac'],
                'attrConfig': {'custom:tier': {'type': 'string', 'allowedValues': ['a', 1],
                  'allowSetByNode': true}},
                'tests': [{'src': 'alice@example.com', 'proto': 'tcp', 'deny': ['db:1'],
                  'srcPostureAttrs': {'node:os': 'linux', 'custom:n': 3}}],
                'sshTests': [{'src': 'tag:web', 'dst': ['tag:db', '100.64.0.1'], 'check': ['root']}],
                'derpMap': {'omitDefaultRegions': true, 'regions': {'1': null, '900': {}}},
                'disableIPv4': true, 'OneCGNATRoute': 'mac-always', 'randomizeClientPort': true
                """));
    assertThat(policy.hosts()).containsEntry("db", AddressRange.parse("10.1.2.3"));
    assertThat(policy.tagOwners().get(new TagName("tag:db")))
        .extracting(Selector::text)
        .containsExactly("tag:web");
    assertThat(policy.autoApprovers().routes()).containsOnlyKeys(IpPrefix.parse("10.0.0.0/8"));
    assertThat(policy.autoApprovers().services()).containsOnlyKeys("svc:api");
    assertThat(policy.nodeAttributes().getFirst().targets()).hasSize(3);
    assertThat(policy.nodeAttributes().getFirst().ipPool())
        .containsExactly(IpPrefix.parse("100.81.0.0/16"));
    assertThat(policy.defaultPostures()).containsExactly("posture:mac");
    assertThat(policy.ipSets().get("ipset:lan"))
        .extracting(IpSetEntry::add)
        .containsExactly(true, false, true);
    assertThat(policy.customAttributes())
        .containsEntry(
            "custom:tier", new CustomAttribute("string", List.of("a", "1"), true, false));
    assertThat(policy.tests().getFirst().postureAttributes())
        .isEqualTo(Map.of("node:os", "linux", "custom:n", "3"));
    assertThat(policy.sshTests().getFirst().check()).containsExactly("root");
    assertThat(policy.derpMap()).isNotNull();
    assertThat(policy.options()).isEqualTo(new NetworkOptions(true, "mac-always", true));
  }

  @Test
  void tagsMayOwnEachOtherInACircle() {
    assertThat(Policies.sound("{'tagOwners':{'tag:a':['tag:b'],'tag:b':['tag:a']}}").tagOwners())
        .hasSize(2);
  }

  @Test
  void aFieldOfAnotherProgramIsPassedOverWithANote() {
    Reading reading = Policies.read("{'acls':[{'#ha':'x','action':'accept','src':[],'dst':[]}]}");
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Sound.class,
            sound ->
                assertThat(sound.notes())
                    .extracting(PolicyFault::message)
                    .containsExactly("the field \"#ha\" is not read"));
  }

  @Test
  void anyDomainIsTakenWhereTheTailnetIsNotKnown() {
    assertThat(TailnetFacts.UNKNOWN.mayName("example.org")).isTrue();
    assertThat(Policies.FACTS.mayName("EXAMPLE.com")).isTrue();
    assertThat(Policies.FACTS.mayName("example.org")).isFalse();
  }

  private static List<AccessRule> rules(Policy policy) {
    List<AccessRule> rules = policy.rules();
    return rules == null ? List.of() : rules;
  }
}
