package dev.wayleave.tailnet.policy.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedPolicyTest {
  /// Rules of `acls`; what is refused and the hosted service's words for it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'action':'deny','src':['*'],'dst':['*:*'] | action=\"deny\" is not supported",
        "'src':['*'],'dst':['*:*'] | action=\"\" is not supported",
        "'action':'accept','src':['tag:x'],'dst':['*:*'] | src=tag not found: \"tag:x\"",
        "'action':'accept','src':['*'],'dst':['tag:x:22'] | dst=\"tag:x\": tag not found:"
            + " \"tag:x\"",
        "'action':'accept','src':['group:x'],'dst':['*:*'] | src=group not found: \"group:x\"",
        "'action':'accept','src':['box'],'dst':['*:*'] | src=\"box\": invalid address",
        "'action':'accept','src':['autogroup:x'],'dst':['*:*'] | src=autogroup not found:"
            + " \"autogroup:x\"",
        "'action':'accept','src':['autogroup:self'],'dst':['*:*'] | \"autogroup:self\" not valid on"
            + " the src side of a rule",
        "'action':'accept','src':['svc:x'],'dst':['*:*'] | \"svc:x\" not valid on the src side of a"
            + " rule",
        "'action':'accept','src':['*'],'dst':['autogroup:danger-all:*'] | cannot use"
            + " autogroup:danger-all as a dst",
        "'action':'accept','src':['*'],'dst':['tag:web:ssh'] | dst=\"tag:web:ssh\": port range"
            + " \"ssh\": invalid first integer",
        "'action':'accept','src':['*'],'dst':['tag:web:22,0'] | dst=\"tag:web:22,0\": port range"
            + " \"0\": first port must be >0, or use '*' for wildcard",
        "'action':'accept','src':['*'],'dst':['tag:web:9-1'] | dst=\"tag:web:9-1\": port range"
            + " \"9-1\": first port must be >= last port",
        "'action':'accept','src':['*'],'dst':['tag:web:1-70000'] | dst=\"tag:web:1-70000\": port"
            + " range \"1-70000\": invalid last integer",
        "'action':'accept','src':['*'],'dst':['tag:web:1-2-3'] | dst=\"tag:web:1-2-3\": port range"
            + " \"1-2-3\": too many dashes(-)",
        "'action':'accept','src':['*'],'dst':['tag:web:22,'] | dst=\"tag:web:22,\": invalid port"
            + " list: \"22,\"",
        "'action':'accept','src':['*'],'dst':['tag'] | dst=\"tag\": hostport must contain a colon"
            + " (\":\")",
        "'action':'accept','src':['*'],'dst':['[10.0.0.1]:22'] | dst=\"[10.0.0.1]:22\":"
            + " \"[10.0.0.1]\": invalid address",
        "'action':'accept','proto':'*','src':['*'],'dst':['*:*'] | proto name \"*\" not known; use"
            + " protocol number 0-255",
        "'action':'accept','proto':'256','src':['*'],'dst':['*:*'] | proto name \"256\" not known;"
            + " use protocol number 0-255",
        "'action':'accept','proto':'06','src':['*'],'dst':['*:*'] | leading 0 not permitted in"
            + " protocol number \"06\"",
        "'action':'accept','proto':'99','src':['*'],'dst':['*:*'] | IP protocol 99 is reserved for"
            + " use by Tailscale",
        "'action':'accept','src':['tag:web'],'dst':['autogroup:self:*'] | autogroup:self can only"
            + " be used with users, groups, or supported autogroups",
        "'action':'accept','src':['*','db'],'dst':['autogroup:self:*'] | autogroup:self can only be"
            + " used with users, groups, or supported autogroups",
        "'action':'accept','src':['user:*@example.org'],'dst':['*:*'] | src=example.org is not"
            + " associated with this Tailnet and cannot be used in user:*@<domain> expressions",
        "'action':'accept','src':['*'],'dst':['*:*'],'srcPosture':['posture:x'] | posture not"
            + " found: \"posture:x\"",
        "'action':'accept','src':['*'],'dst':['*:*'],'port':22 | json: unknown field \"port\"",
        "'action':'accept','src':['*'],'users':['*'],'dst':['*:*'] | acls[0].users is the older"
            + " name of src, which is there too",
        "'action':'accept','src':'*','dst':['*:*'] | acls[0].src must be an array, and this is a"
            + " string",
        "'action':'accept','src':[1],'dst':['*:*'] | acls[0].src must be a string, and this is a"
            + " number",
      })
  void anAclThatHasNoMeaning(String rule, String message) {
    assertThat(Policies.messages(Policies.with("'acls':[{" + rule + "}]")))
        .first()
        .isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'src':['*'],'dst':['*'] | ip and app can not both be empty",
        "'src':['*'],'dst':['*'],'ip':[],'app':{} | ip and app can not both be empty",
        "'src':['*'],'dst':['*'],'ip':['icmp'] | port range \"icmp\": invalid first integer",
        "'src':['*'],'dst':['*'],'ip':['tcp:0'] | port range \"0\": first port must be >0, or use"
            + " '*' for wildcard",
        "'src':['*'],'dst':['*'],'ip':['80,443'] | port range \"80,443\": invalid first integer",
        "'src':['*'],'dst':['*'],'ip':['foo:80'] | proto name \"foo\" not known; use protocol"
            + " number 0-255",
        "'src':['*'],'dst':['*'],'ip':[':80'] | empty protocol",
        "'src':['*'],'dst':['0.0.0.0/0'],'ip':['*'] | dst \"0.0.0.0/0\": to allow all IP addresses,"
            + " use \"*\" or \"autogroup:internet\"",
        "'src':['*'],'dst':['::/0'],'ip':['*'] | dst \"::/0\": to allow all IP addresses, use \"*\""
            + " or \"autogroup:internet\"",
        "'src':['*'],'dst':['autogroup:self'],'ip':['*'] | autogroup:self can only be used with"
            + " users, groups, or supported autogroups",
        "'src':['*'],'dst':['autogroup:internet'],'app':{'example.com/cap':[]} | cannot use app"
            + " grants with autogroup:internet",
        "'src':['*'],'dst':['*'],'app':{'cap':[]} | capability name must have the form"
            + " {domain}/{path}",
        "'src':['*'],'dst':['*'],'app':{'https://example.com/cap':[]} | capability name must have"
            + " the form {domain}/{path}",
        "'src':['*'],'dst':['*'],'app':{'tailscale.com/cap/ingress':[{}]} | capability name must"
            + " not be in the tailscale.com domain",
        "'src':['*'],'dst':['*'],'app':{'tailscale.com/cap/relay-target':[{}]} | capability name"
            + " must not be in the tailscale.com domain",
        "'src':['*'],'dst':['*'],'ip':['*'],'via':['db'] | via can only be a tag",
        "'src':['*'],'dst':['*'],'ip':['*'],'via':['tag:web','tag:x'] | tag \"tag:x\" not found",
        "'src':['*'],'dst':['autogroup:shared'],'ip':['*'] | \"autogroup:shared\" not valid on the"
            + " dst side of a rule",
      })
  void aGrantThatHasNoMeaning(String rule, String message) {
    assertThat(Policies.messages(Policies.with("'grants':[{" + rule + "}]")))
        .first()
        .isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'src':['autogroup:member'],'dst':['tag:web'],'users':['root'] | action must be specified",
        "'action':'deny','dst':['tag:web'],'users':['root'] | \"deny\" is not a valid action",
        "'action':'accept','dst':['tag:web'] | users must be specified",
        "'action':'accept','dst':['tag:web'],'users':['root','*'] | user \"*\" is not valid",
        "'action':'accept','dst':['tag:web'],'users':[' '] | user \"\" is not valid",
        "'action':'accept','dst':['tag:web'],'users':['localpart:*@*'] | * is not associated with"
            + " this Tailnet and cannot be used in user:*@<domain> expressions",
        "'action':'check','dst':['tag:web'],'users':['root'],'checkPeriod':'abc' | time: invalid"
            + " duration \"abc\"",
        "'action':'check','dst':['tag:web'],'users':['root'],'checkPeriod':'10' | time: missing"
            + " unit in duration \"10\"",
        "'action':'check','dst':['tag:web'],'users':['root'],'checkPeriod':'7d' | time: unknown"
            + " unit \"d\" in duration \"7d\"",
        "'action':'check','dst':['tag:web'],'users':['root'],'checkPeriod':'-1m' | checkPeriod"
            + " -1m0s must be a positive duration",
        "'action':'check','dst':['tag:web'],'users':['root'],'checkPeriod':'168h1s' | checkPeriod"
            + " 168h0m1s is above the max (168h)",
        "'action':'accept','dst':['db'],'users':['root'] | invalid dst \"db\"",
        "'action':'accept','dst':['100.64.0.1'],'users':['root'] | invalid dst \"100.64.0.1\"",
        "'action':'accept','dst':['*'],'users':['root'] | invalid dst \"*\"",
        "'action':'accept','dst':['tag:x'],'users':['root'] | tag not found: \"tag:x\"",
        "'action':'accept','src':['db'],'dst':['tag:web'],'users':['root'] | \"db\" is not allowed"
            + " in src",
        "'action':'accept','src':['tag:web'],'dst':['autogroup:self'],'users':['root'] | invalid"
            + " dst \"autogroup:self\": \"tag:web\" in src may not log in to devices of users",
        "'action':'accept','src':['group:dev'],'dst':['alice@example.com'],'users':['root'] |"
            + " invalid dst \"alice@example.com\": \"group:dev\" in src may not log in to devices"
            + " of users",
        "'action':'accept','dst':['tag:web'],'users':['root'],'acceptEnv':['LANG',''] | acceptEnv"
            + " values cannot be empty",
        "'action':'accept','dst':['tag:web'],'users':['root'],'recorder':['db'] | \"db\" cannot be"
            + " a recorder, which is a tag",
      })
  void anSshRuleThatHasNoMeaning(String rule, String message) {
    assertThat(Policies.messages(Policies.with("'ssh':[{" + rule + "}]")))
        .first()
        .isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'groups':{'group:a':['group:b'],'group:b':['group:c'],'group:c':[]} | groups[\"group:b\"]:"
            + " \"group:c\": group members cannot be recursive",
        "'groups':{'dev':[]} | groups[\"dev\"]: group names must start with 'group:'",
        "'groups':{'group:a':['tag:web']} | groups[\"group:a\"]: \"tag:web\": group members must be"
            + " users",
        "'hosts':{'a@b':'10.0.0.1'} | hosts[\"a@b\"]: not a name for a host",
        "'hosts':{'a':'10.0.0.300'} | hosts[\"a\"]: \"10.0.0.300\": invalid address",
        "'tagOwners':{'tag:1':[]} | tagOwners[\"tag:1\"]: tag names must start with a letter, after"
            + " 'tag:'",
        "'tagOwners':{'tag:a_b':[]} | tagOwners[\"tag:a_b\"]: tag names can only contain numbers,"
            + " letters, or dashes",
        "'tagOwners':{'web':[]} | tagOwners[\"web\"]: tags must start with 'tag:'",
        "'tagOwners':{'tag:a':['tag:b']} | tagOwners[\"tag:a\"]: tag not found: \"tag:b\"",
        "'tagOwners':{'tag:a':['10.0.0.1']} | \"10.0.0.1\" cannot own a tag",
        "'autoApprovers':{'routes':{'10.0.0.0/8':['tag:x']}} | tag not found: \"tag:x\"",
        "'autoApprovers':{'routes':{'lan':[]}} | \"lan\": invalid address",
        "'autoApprovers':{'exitNode':['*']} | \"*\" cannot be an auto approver",
        "'nodeAttrs':[{'target':['%bogus%'],'attr':['a']}] | \"%bogus%\": invalid address",
        "'nodeAttrs':[{'target':['tag:x'],'attr':['a']}] | tag not found: \"tag:x\"",
        "'nodeAttrs':[{'target':['autogroup:self'],'attr':['a']}] | \"autogroup:self\" not valid as"
            + " a target of nodeAttrs",
        "'nodeAttrs':[{'target':['*'],'ipPool':['100.100.100.0/24']}] | IPPool(100.100.100.0/24):"
            + " network within reserved range",
        "'nodeAttrs':[{'target':['*'],'ipPool':['10.0.0.0/24']}] | IPPool(10.0.0.0/24): network"
            + " must be within 100.64.0.0/10",
        "'postures':{'mac':[]} | postures[\"mac\"]: posture names must start with 'posture:'",
        "'postures':{'posture:a':['node:os is']} | postures[\"posture:a\"]: \"node:os is\":"
            + " expected one of ==, !=, <, <=, >, >=, IN, NOT IN, IS SET and NOT SET",
        "'defaultSrcPosture':['posture:x'] | posture not found: \"posture:x\"",
        "'ipsets':{'ipset:a':['add ipset:b'],'ipset:b':['ipset:a']} | ipsets[\"ipset:a\"]: IP sets"
            + " cannot be recursive",
        "'ipsets':{'ipset:a':['sub 10.0.0.1']} | ipsets[\"ipset:a\"]: \"sub\" is neither \"add\""
            + " nor \"remove\"",
        "'ipsets':{'ipset:a':['alice@example.com']} | \"alice@example.com\" cannot be part of an IP"
            + " set",
        "'ipsets':{'ipset:a':['autogroup:member']} | \"autogroup:member\" cannot be part of an IP"
            + " set",
        "'attrConfig':{'tier':{'type':'string'}} | attrConfig[\"tier\"]: attribute names must start"
            + " with 'custom:'",
        "'sshTests':[{'src':'a@example.com','dst':['10.0.0.0/24']}] | SSH tests dst contains"
            + " disallowed element \"10.0.0.0/24\"",
        "'sshTests':[{'src':'a@example.com','dst':['autogroup:internet']}] | SSH tests dst contains"
            + " disallowed element \"autogroup:internet\"",
        "'sshTests':[{'src':'a@example.com','dst':['tag:x:22']}] | SSH tests dst contains unknown"
            + " tag \"tag:x:22\"",
        "'sshTests':[{'src':'autogroup:admin','dst':[]}] | SSH tests src contains disallowed"
            + " element \"autogroup:admin\"",
        "'derpMap':{'regions':{'home':{}}} | derpMap.regions[\"home\"]: a region is named by a"
            + " number from 1 to 65535",
        "'OneCGNATRoute':'never' | OneCGNATRoute \"never\" is neither \"mac-always\" nor"
            + " \"mac-never\"",
        "'disableIPv4':1 | disableIPv4 must be true or false, and this is a number",
        "'rules':[] | json: unknown field \"rules\"",
        "'acls':[],'ACLs':[] | the name \"ACLs\" is there already",
        "'hosts':{'a':'10.0.0.1','a':'10.0.0.2'} | the name \"a\" is there already",
      })
  void aSectionThatHasNoMeaning(String sections, String message) {
    assertThat(Policies.messages("{" + sections + "}")).first().isEqualTo(message);
  }

  @Test
  void everyFaultIsToldWithItsPlace() {
    assertThat(
            Policies.faults(
                """
                {
                  'acls': [
                    {'action': 'accept', 'src': ['tag:x'], 'dst': ['*:ssh']},
                    {'action': 'drop', 'src': ['*'], 'dst': ['*:*']},
                  ],
                  'ssh': [{'action': 'accept', 'dst': [], 'users': ['*']}],
                }
                """))
        .map(PolicyFault::toString)
        .containsExactly(
            "line 3, column 34: src=tag not found: \"tag:x\"",
            "line 3, column 52: dst=\"*:ssh\": port range \"ssh\": invalid first integer",
            "line 4, column 16: action=\"drop\" is not supported",
            "line 6, column 53: user \"*\" is not valid");
  }

  /// The hosted service decodes the whole text before it looks at what it means.
  @Test
  void faultsOfFormComeBeforeFaultsOfMeaning() {
    assertThat(
            Policies.messages(
                "{'acls':[{'action':'drop'}],'ssh':[{'action':'check','dst':[],'users':['a'],'checkPeriod':'x'}]}"))
        .containsExactly("time: invalid duration \"x\"", "action=\"drop\" is not supported");
  }
}
