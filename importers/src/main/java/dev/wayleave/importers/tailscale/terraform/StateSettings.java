package dev.wayleave.importers.tailscale.terraform;

import static dev.wayleave.importers.tailscale.shape.ExportJson.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.shape.ExportJson;

/// Objects of which the provider's attributes are the API's members under other names.
final class StateSettings {
  private StateSettings() {}

  static ObjectNode settings(JsonNode attributes) {
    ObjectNode body = ExportJson.object();
    copy(attributes, body, "acls_externally_managed_on", "aclsExternallyManagedOn");
    copy(attributes, body, "acls_external_link", "aclsExternalLink");
    copy(attributes, body, "devices_approval_on", "devicesApprovalOn");
    copy(attributes, body, "devices_auto_updates_on", "devicesAutoUpdatesOn");
    copy(attributes, body, "devices_key_duration_days", "devicesKeyDurationDays");
    copy(attributes, body, "users_approval_on", "usersApprovalOn");
    copy(
        attributes,
        body,
        "users_role_allowed_to_join_external_tailnet",
        "usersRoleAllowedToJoinExternalTailnets");
    copy(attributes, body, "network_flow_logging_on", "networkFlowLoggingOn");
    copy(attributes, body, "regional_routing_on", "regionalRoutingOn");
    copy(attributes, body, "posture_identity_collection_on", "postureIdentityCollectionOn");
    copy(attributes, body, "https_enabled", "httpsEnabled");
    return body;
  }

  /// Each contact is a set of one block in the state.
  static ObjectNode contacts(JsonNode attributes) {
    ObjectNode body = ExportJson.object();
    for (String contact : new String[] {"account", "support", "security"}) {
      JsonNode block = attributes.path(contact).path(0);
      if (block.isObject()) {
        copy(block, body.putObject(contact), "email", "email");
      }
    }
    return body;
  }

  static ObjectNode webhook(JsonNode attributes) {
    ObjectNode body = ExportJson.object();
    copy(attributes, body, "id", "endpointId", "endpoint_url", "endpointUrl");
    copy(attributes, body, "provider_type", "providerType", "subscriptions", "subscriptions");
    return body;
  }

  static ObjectNode integration(JsonNode attributes) {
    ObjectNode body = ExportJson.object();
    copy(attributes, body, "id", "id", "posture_provider", "provider", "cloud_id", "cloudId");
    copy(attributes, body, "client_id", "clientId", "tenant_id", "tenantId");
    return body;
  }

  static ObjectNode logStream(JsonNode attributes) {
    ObjectNode body = ExportJson.object();
    copy(attributes, body, "log_type", "logType", "destination_type", "destinationType");
    copy(attributes, body, "url", "url", "user", "user");
    copy(attributes, body, "upload_period_minutes", "uploadPeriodMinutes");
    copy(attributes, body, "compression_format", "compressionFormat", "s3_bucket", "s3Bucket");
    copy(attributes, body, "s3_region", "s3Region", "s3_key_prefix", "s3KeyPrefix");
    copy(attributes, body, "s3_authentication_type", "s3AuthenticationType");
    copy(attributes, body, "s3_access_key_id", "s3AccessKeyId", "s3_role_arn", "s3RoleArn");
    copy(attributes, body, "s3_external_id", "s3ExternalId", "gcs_bucket", "gcsBucket");
    copy(attributes, body, "gcs_scopes", "gcsScopes", "gcs_key_prefix", "gcsKeyPrefix");
    return body;
  }
}
