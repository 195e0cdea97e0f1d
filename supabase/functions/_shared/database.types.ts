
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "deployments": {
                  Row: {
                    "attempts": number,"created_at": string,"deployed_at": string | null,"error": string | null,"fix_id": string | null,"id": string,"lease_until": string | null,"next_attempt_at": string,"status": string,"trader_id": string,"updated_at": string,"user_id": string | null,"version_id": string,"watch_until": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "attempts"?: number,"created_at"?: string,"deployed_at"?: string | null,"error"?: string | null,"fix_id"?: string | null,"id"?: string,"lease_until"?: string | null,"next_attempt_at"?: string,"status"?: string,"trader_id": string,"updated_at"?: string,"user_id"?: string | null,"version_id": string,"watch_until"?: string | null
                  }
                  Update: {
                    "attempts"?: number,"created_at"?: string,"deployed_at"?: string | null,"error"?: string | null,"fix_id"?: string | null,"id"?: string,"lease_until"?: string | null,"next_attempt_at"?: string,"status"?: string,"trader_id"?: string,"updated_at"?: string,"user_id"?: string | null,"version_id"?: string,"watch_until"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "deployments_fix_id_fkey"
      columns: ["fix_id"]
isOneToOne: false
      referencedRelation: "proposed_fixes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "deployments_trader_id_fkey"
      columns: ["trader_id"]
isOneToOne: false
      referencedRelation: "traders"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "deployments_version_id_fkey"
      columns: ["version_id"]
isOneToOne: false
      referencedRelation: "filter_versions"
      referencedColumns: ["id"]
    }
                  ]
                },"filter_versions": {
                  Row: {
                    "author_id": string | null,"code": string,"code_sha256": string,"created_at": string,"fix_id": string | null,"health": string,"id": string,"is_running": boolean,"parent_id": string | null,"series_code": string,"source": string,"trader_id": string,"user_id": string | null,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "author_id"?: string | null,"code": string,"code_sha256"?: never,"created_at"?: string,"fix_id"?: string | null,"health"?: string,"id"?: string,"is_running"?: boolean,"parent_id"?: string | null,"series_code"?: string,"source": string,"trader_id": string,"user_id"?: string | null,"version": number
                  }
                  Update: {
                    "author_id"?: string | null,"code"?: string,"code_sha256"?: never,"created_at"?: string,"fix_id"?: string | null,"health"?: string,"id"?: string,"is_running"?: boolean,"parent_id"?: string | null,"series_code"?: string,"source"?: string,"trader_id"?: string,"user_id"?: string | null,"version"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "filter_versions_fix_id_fkey"
      columns: ["fix_id"]
isOneToOne: false
      referencedRelation: "proposed_fixes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "filter_versions_parent_id_fkey"
      columns: ["parent_id"]
isOneToOne: false
      referencedRelation: "filter_versions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "filter_versions_trader_id_fkey"
      columns: ["trader_id"]
isOneToOne: false
      referencedRelation: "traders"
      referencedColumns: ["id"]
    }
                  ]
                },"notifications": {
                  Row: {
                    "body": string,"created_at": string,"email_attempts": number,"email_error": string | null,"email_lease_until": string | null,"email_next_attempt_at": string,"email_sent_at": string | null,"email_status": string,"id": string,"incident_id": string | null,"kind": string,"link": string,"read_at": string | null,"subject_id": string,"title": string,"trader_id": string,"updated_at": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "body": string,"created_at"?: string,"email_attempts"?: number,"email_error"?: string | null,"email_lease_until"?: string | null,"email_next_attempt_at"?: string,"email_sent_at"?: string | null,"email_status"?: string,"id"?: string,"incident_id"?: string | null,"kind": string,"link": string,"read_at"?: string | null,"subject_id": string,"title": string,"trader_id": string,"updated_at"?: string,"user_id": string
                  }
                  Update: {
                    "body"?: string,"created_at"?: string,"email_attempts"?: number,"email_error"?: string | null,"email_lease_until"?: string | null,"email_next_attempt_at"?: string,"email_sent_at"?: string | null,"email_status"?: string,"id"?: string,"incident_id"?: string | null,"kind"?: string,"link"?: string,"read_at"?: string | null,"subject_id"?: string,"title"?: string,"trader_id"?: string,"updated_at"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "notifications_incident_id_fkey"
      columns: ["incident_id"]
isOneToOne: false
      referencedRelation: "trader_incidents"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "notifications_trader_id_fkey"
      columns: ["trader_id"]
isOneToOne: false
      referencedRelation: "traders"
      referencedColumns: ["id"]
    }
                  ]
                },"proposed_fixes": {
                  Row: {
                    "attempt": number,"base_version_id": string,"code": string | null,"code_sha256": string | null,"cost_usd": number,"created_at": string,"decided_at": string | null,"decided_by": string | null,"decision_reason": string | null,"diff": string | null,"explanation": string | null,"id": string,"incident_id": string,"lease_until": string | null,"model": string | null,"next_attempt_at": string,"origin": string | null,"prompt_version": string | null,"reason": string | null,"reason_detail": string | null,"root_cause": string | null,"series_code": string | null,"status": string,"tokens": number,"trace_url": string | null,"trader_id": string,"updated_at": string,"user_id": string | null,"validated": boolean,"validation": Json | null,"what_changed": NonNullable<Json>
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt"?: number,"base_version_id": string,"code"?: string | null,"code_sha256"?: never,"cost_usd"?: number,"created_at"?: string,"decided_at"?: string | null,"decided_by"?: string | null,"decision_reason"?: string | null,"diff"?: string | null,"explanation"?: string | null,"id"?: string,"incident_id": string,"lease_until"?: string | null,"model"?: string | null,"next_attempt_at"?: string,"origin"?: string | null,"prompt_version"?: string | null,"reason"?: string | null,"reason_detail"?: string | null,"root_cause"?: string | null,"series_code"?: string | null,"status"?: string,"tokens"?: number,"trace_url"?: string | null,"trader_id": string,"updated_at"?: string,"user_id"?: string | null,"validated"?: boolean,"validation"?: Json | null,"what_changed"?: NonNullable<Json>
                  }
                  Update: {
                    "attempt"?: number,"base_version_id"?: string,"code"?: string | null,"code_sha256"?: never,"cost_usd"?: number,"created_at"?: string,"decided_at"?: string | null,"decided_by"?: string | null,"decision_reason"?: string | null,"diff"?: string | null,"explanation"?: string | null,"id"?: string,"incident_id"?: string,"lease_until"?: string | null,"model"?: string | null,"next_attempt_at"?: string,"origin"?: string | null,"prompt_version"?: string | null,"reason"?: string | null,"reason_detail"?: string | null,"root_cause"?: string | null,"series_code"?: string | null,"status"?: string,"tokens"?: number,"trace_url"?: string | null,"trader_id"?: string,"updated_at"?: string,"user_id"?: string | null,"validated"?: boolean,"validation"?: Json | null,"what_changed"?: NonNullable<Json>
                  }
                  Relationships: [
                    {
      foreignKeyName: "proposed_fixes_base_version_id_fkey"
      columns: ["base_version_id"]
isOneToOne: false
      referencedRelation: "filter_versions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "proposed_fixes_incident_id_fkey"
      columns: ["incident_id"]
isOneToOne: false
      referencedRelation: "trader_incidents"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "proposed_fixes_trader_id_fkey"
      columns: ["trader_id"]
isOneToOne: false
      referencedRelation: "traders"
      referencedColumns: ["id"]
    }
                  ]
                },"trader_error_history": {
                  Row: {
                    "code_sha256": string | null,"component": string,"context": NonNullable<Json>,"error_message": string,"error_type": string | null,"event_id": string,"filter_version_id": string | null,"fingerprint": string | null,"id": number,"incident_id": string | null,"market_data": Json | null,"occurred_at": string,"occurrences": number,"received_at": string,"stack_trace": string | null,"stale": boolean,"symbol": string | null,"trader_id": string,"trigger_interval": string | null,"user_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "code_sha256"?: string | null,"component"?: string,"context"?: NonNullable<Json>,"error_message": string,"error_type"?: string | null,"event_id"?: string,"filter_version_id"?: string | null,"fingerprint"?: string | null,"id"?: never,"incident_id"?: string | null,"market_data"?: Json | null,"occurred_at"?: string,"occurrences"?: number,"received_at"?: string,"stack_trace"?: string | null,"stale"?: boolean,"symbol"?: string | null,"trader_id": string,"trigger_interval"?: string | null,"user_id"?: string | null
                  }
                  Update: {
                    "code_sha256"?: string | null,"component"?: string,"context"?: NonNullable<Json>,"error_message"?: string,"error_type"?: string | null,"event_id"?: string,"filter_version_id"?: string | null,"fingerprint"?: string | null,"id"?: never,"incident_id"?: string | null,"market_data"?: Json | null,"occurred_at"?: string,"occurrences"?: number,"received_at"?: string,"stack_trace"?: string | null,"stale"?: boolean,"symbol"?: string | null,"trader_id"?: string,"trigger_interval"?: string | null,"user_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "trader_error_history_filter_version_id_fkey"
      columns: ["filter_version_id"]
isOneToOne: false
      referencedRelation: "filter_versions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "trader_error_history_incident_id_fkey"
      columns: ["incident_id"]
isOneToOne: false
      referencedRelation: "trader_incidents"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "trader_error_history_trader_id_fkey"
      columns: ["trader_id"]
isOneToOne: false
      referencedRelation: "traders"
      referencedColumns: ["id"]
    }
                  ]
                },"trader_incidents": {
                  Row: {
                    "attribution": string,"component": string,"created_at": string,"error_message": string,"error_type": string,"filter_version_id": string | null,"fingerprint": string,"first_seen": string,"id": string,"last_seen": string,"occurrences": number,"regression_of": string | null,"resolved_at": string | null,"resolved_by_version_id": string | null,"stale_occurrences": number,"status": string,"summary": string,"symbols": (string)[],"trader_id": string,"updated_at": string,"user_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "attribution": string,"component": string,"created_at"?: string,"error_message": string,"error_type": string,"filter_version_id"?: string | null,"fingerprint": string,"first_seen": string,"id"?: string,"last_seen": string,"occurrences"?: number,"regression_of"?: string | null,"resolved_at"?: string | null,"resolved_by_version_id"?: string | null,"stale_occurrences"?: number,"status"?: string,"summary": string,"symbols"?: (string)[],"trader_id": string,"updated_at"?: string,"user_id"?: string | null
                  }
                  Update: {
                    "attribution"?: string,"component"?: string,"created_at"?: string,"error_message"?: string,"error_type"?: string,"filter_version_id"?: string | null,"fingerprint"?: string,"first_seen"?: string,"id"?: string,"last_seen"?: string,"occurrences"?: number,"regression_of"?: string | null,"resolved_at"?: string | null,"resolved_by_version_id"?: string | null,"stale_occurrences"?: number,"status"?: string,"summary"?: string,"symbols"?: (string)[],"trader_id"?: string,"updated_at"?: string,"user_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "trader_incidents_filter_version_id_fkey"
      columns: ["filter_version_id"]
isOneToOne: false
      referencedRelation: "filter_versions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "trader_incidents_regression_of_fkey"
      columns: ["regression_of"]
isOneToOne: false
      referencedRelation: "trader_incidents"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "trader_incidents_resolved_by_version_id_fkey"
      columns: ["resolved_by_version_id"]
isOneToOne: false
      referencedRelation: "filter_versions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "trader_incidents_trader_id_fkey"
      columns: ["trader_id"]
isOneToOne: false
      referencedRelation: "traders"
      referencedColumns: ["id"]
    }
                  ]
                },"traders": {
                  Row: {
                    "created_at": string,"description": string,"enabled": boolean,"error_count": number,"error_message": string | null,"error_type": string | null,"filter": NonNullable<Json>,"id": string,"is_built_in": boolean,"language": string,"last_error_at": string | null,"name": string,"stack_trace": string | null,"strategy": NonNullable<Json>,"updated_at": string,"user_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"description"?: string,"enabled"?: boolean,"error_count"?: number,"error_message"?: string | null,"error_type"?: string | null,"filter": NonNullable<Json>,"id"?: string,"is_built_in"?: boolean,"language"?: string,"last_error_at"?: string | null,"name": string,"stack_trace"?: string | null,"strategy"?: NonNullable<Json>,"updated_at"?: string,"user_id"?: string | null
                  }
                  Update: {
                    "created_at"?: string,"description"?: string,"enabled"?: boolean,"error_count"?: number,"error_message"?: string | null,"error_type"?: string | null,"filter"?: NonNullable<Json>,"id"?: string,"is_built_in"?: boolean,"language"?: string,"last_error_at"?: string | null,"name"?: string,"stack_trace"?: string | null,"strategy"?: NonNullable<Json>,"updated_at"?: string,"user_id"?: string | null
                  }
                  Relationships: [
                    
                  ]
                }
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "accept_fix":
{ Args: { "actor": string,"code_sha256": string,"fix_id": string }; Returns: Json
                           },
"claim_deployment":
{ Args: { "deployment_id": string }; Returns: Json
                           },
"claim_fix":
{ Args: { "fix_id": string }; Returns: Json
                           },
"claim_notification":
{ Args: { "notification_id": string }; Returns: Json
                           },
"finish_deployment":
{ Args: { "attempt": number,"deployment_id": string,"error"?: string,"status": string }; Returns: boolean
                           },
"finish_fix":
{ Args: { "attempt": number,"fix_id": string,"outcome": Json }; Returns: boolean
                           },
"finish_notification":
{ Args: { "attempt": number,"error"?: string,"notification_id": string,"status": string }; Returns: boolean
                           },
"record_errors":
{ Args: { "events": Json }; Returns: Json
                           },
"reject_fix":
{ Args: { "actor": string,"code_sha256": string,"fix_id": string,"reason"?: string }; Returns: undefined
                           }
          }
          Enums: {
            [_ in never]: never
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            
          }
        }
} as const
