/* made by `steward derive web` from the entity tables, do not edit */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

export type Database = {
  public: {
    Tables: {
      live_session: {
        Row: {
          id: string;
          workspace_id: number;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          title: string;
          platform: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          host: string | null;
          day: string | null;
          starts_at: string;
          ends_at: string | null;
          status: "planned" | "live" | "ended";
          currency: string;
          gmv: number | null;
          cost: number | null;
          buyers: number | null;
          items: number | null;
          review: string | null;
        };
        Insert: {
          id?: string;
          title: string;
          platform: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          host?: string | null;
          starts_at: string;
          ends_at?: string | null;
          currency: string;
          gmv?: number | null;
          cost?: number | null;
          buyers?: number | null;
          items?: number | null;
          review?: string | null;
        };
        Update: {
          title?: string;
          platform?: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          host?: string | null;
          starts_at?: string;
          ends_at?: string | null;
          currency?: string;
          gmv?: number | null;
          cost?: number | null;
          buyers?: number | null;
          items?: number | null;
          review?: string | null;
        };
        Relationships: [];
      };
      product: {
        Row: {
          id: string;
          workspace_id: number;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          brand: string | null;
          shoe_type: string | null;
          model: string | null;
          colour: string | null;
          sku: string | null;
          currency: string;
          price: number | null;
          cost: number | null;
          barcode: string | null;
        };
        Insert: {
          id?: string;
          name: string;
          brand?: string | null;
          shoe_type?: string | null;
          model?: string | null;
          colour?: string | null;
          sku?: string | null;
          currency: string;
          price?: number | null;
          cost?: number | null;
          barcode?: string | null;
        };
        Update: {
          name?: string;
          brand?: string | null;
          shoe_type?: string | null;
          model?: string | null;
          colour?: string | null;
          sku?: string | null;
          currency?: string;
          price?: number | null;
          cost?: number | null;
          barcode?: string | null;
        };
        Relationships: [];
      };
      sale: {
        Row: {
          id: string;
          workspace_id: number;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          sold_at: string;
          live_session_id: string | null;
          product_id: string | null;
          brand: string;
          shoe_type: string | null;
          size: string | null;
          size_system: "US" | "EU" | "UK" | "CM" | null;
          quantity: number;
          currency: string;
          price: number;
          cost: number | null;
          transcript: string | null;
        };
        Insert: {
          id?: string;
          sold_at: string;
          live_session_id?: string | null;
          product_id?: string | null;
          brand: string;
          shoe_type?: string | null;
          size?: string | null;
          size_system?: "US" | "EU" | "UK" | "CM" | null;
          quantity?: number;
          currency: string;
          price: number;
          cost?: number | null;
          transcript?: string | null;
        };
        Update: {
          sold_at?: string;
          live_session_id?: string | null;
          product_id?: string | null;
          brand?: string;
          shoe_type?: string | null;
          size?: string | null;
          size_system?: "US" | "EU" | "UK" | "CM" | null;
          quantity?: number;
          currency?: string;
          price?: number;
          cost?: number | null;
          transcript?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "sale_live_session_id";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "sale_product_id";
            columns: ["product_id"];
            isOneToOne: false;
            referencedRelation: "product";
            referencedColumns: ["id"];
          },
        ];
      };
      member: {
        Row: {
          id: string;
          workspace_id: number;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          account_id: string | null;
          display_name: string | null;
          username: string | null;
          role: "admin" | "member" | null;
          grants: Json | null;
        };
        Insert: {
          id?: string;
        };
        Update: {};
        Relationships: [];
      };
      invite: {
        Row: {
          id: string;
          workspace_id: number;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          email: string | null;
          role: "admin" | "member" | null;
          grants: Json | null;
          expires_at: string | null;
          accepted_at: string | null;
        };
        Insert: {
          id?: string;
        };
        Update: {};
        Relationships: [];
      };
      saved_view: {
        Row: {
          id: string;
          workspace_id: number;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          entity: string;
          name: string;
          query: Json;
          shared: boolean;
        };
        Insert: {
          id?: string;
          entity: string;
          name: string;
          query: Json;
          shared?: boolean;
        };
        Update: {
          entity?: string;
          name?: string;
          query?: Json;
          shared?: boolean;
        };
        Relationships: [];
      };
      workspace: {
        Row: {
          id: string;
          workspace_id: number;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          time_zone: string;
          currency: string;
          week_start: number;
        };
        Insert: {
          id?: string;
          name: string;
          time_zone: string;
          currency: string;
          week_start: number;
        };
        Update: {
          name?: string;
          time_zone?: string;
          currency?: string;
          week_start?: number;
        };
        Relationships: [];
      };
    };
    Views: Record<never, never>;
    Functions: {
      invite_accept: { Args: { token: string }; Returns: { workspace_id: number } };
      invite_revoke: { Args: { id: string }; Returns: undefined };
      live_session_end: { Args: { id: string }; Returns: Database["public"]["Tables"]["live_session"]["Row"] };
      live_session_start: { Args: { id: string }; Returns: Database["public"]["Tables"]["live_session"]["Row"] };
      member_grant: { Args: { id: string; module: string; level: number }; Returns: undefined };
      member_invite: {
        Args: { email: string; role: string; grants: Json };
        Returns: Database["public"]["Tables"]["invite"]["Row"];
      };
      member_remove: { Args: { id: string }; Returns: undefined };
      member_set_role: { Args: { id: string; role: string }; Returns: undefined };
      session_end: { Args: { id: string }; Returns: undefined };
      session_list: {
        Args: Record<never, never>;
        Returns: {
          id: string;
          created_at: string;
          last_seen_at: string;
          device: string | null;
          region: string | null;
          current: boolean;
        }[];
      };
      setup_finish: {
        Args: {
          token: string;
          controller_name: string;
          controller_place: string;
          controller_email: string;
          email: string;
          username: string;
          display_name: string;
          password: string;
          workspace_name: string;
          time_zone: string;
          currency: string;
          language: string;
          example: string;
        };
        Returns: undefined;
      };
      setup_state: {
        Args: Record<never, never>;
        Returns: { needed: boolean; name: string; version: string; sign_up: "open" | "invited" };
      };
      workspace_create: {
        Args: { name: string; time_zone: string; currency: string };
        Returns: { workspace_id: number };
      };
      workspace_list: {
        Args: Record<never, never>;
        Returns: { workspace_id: number; name: string; role: string; current: boolean }[];
      };
      workspace_switch: { Args: { workspace_id: number }; Returns: undefined };
    };
    Enums: Record<never, never>;
    CompositeTypes: Record<never, never>;
  };
};
