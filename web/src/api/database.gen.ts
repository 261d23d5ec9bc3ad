/* made by `steward derive web` from the entity tables, do not edit */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

export type Database = {
  public: {
    Tables: {
      workspace: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          time_zone: string;
          currency: string;
          week_start: number;
        };
        Insert: Record<never, never>;
        Update: {
          name?: string;
          time_zone?: string;
          currency?: string;
          week_start?: number;
        };
        Relationships: [];
      };
      member: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          account_id: string;
          username: string | null;
          display_name: string;
          role: "member" | "admin";
          grants: Json;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      audit_event: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          number: number;
          actor_id: string | null;
          action: string;
          entity: string | null;
          row_id: string | null;
          details: Json | null;
          previous_hash: string | null;
          hash: string;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      live_session: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          title: string;
          day: string;
          platform: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          host: string | null;
          status: "planned" | "live" | "ended";
          starts_at: string | null;
          ends_at: string | null;
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
          day: string;
          platform: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          host?: string | null;
          status?: "planned" | "live" | "ended";
          starts_at?: string | null;
          ends_at?: string | null;
          currency?: string;
          gmv?: number | null;
          cost?: number | null;
          buyers?: number | null;
          items?: number | null;
          review?: string | null;
        };
        Update: {
          title?: string;
          day?: string;
          platform?: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          host?: string | null;
          status?: "planned" | "live" | "ended";
          starts_at?: string | null;
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
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          brand: string;
          shoe_type: string | null;
          model: string | null;
          colour: string | null;
          sku: string | null;
          barcode: string | null;
          currency: string;
          price: number | null;
          cost: number | null;
          is_active: boolean;
        };
        Insert: {
          id?: string;
          name: string;
          brand: string;
          shoe_type?: string | null;
          model?: string | null;
          colour?: string | null;
          sku?: string | null;
          barcode?: string | null;
          currency?: string;
          price?: number | null;
          cost?: number | null;
          is_active?: boolean;
        };
        Update: {
          name?: string;
          brand?: string;
          shoe_type?: string | null;
          model?: string | null;
          colour?: string | null;
          sku?: string | null;
          barcode?: string | null;
          currency?: string;
          price?: number | null;
          cost?: number | null;
          is_active?: boolean;
        };
        Relationships: [];
      };
      sale: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          live_session_id: string | null;
          product_id: string | null;
          sold_at: string;
          day: string;
          hour: number;
          brand: string;
          shoe_type: string;
          size: string | null;
          size_system: "US" | "EU" | "UK" | "CM" | null;
          size_order: number | null;
          quantity: number;
          currency: string;
          price: number;
          cost: number | null;
          source: string | null;
          external_ref: string | null;
          transcript: string | null;
        };
        Insert: {
          id?: string;
          live_session_id?: string | null;
          product_id?: string | null;
          sold_at: string;
          brand: string;
          shoe_type: string;
          size?: string | null;
          size_system?: "US" | "EU" | "UK" | "CM" | null;
          quantity?: number;
          currency?: string;
          price: number;
          cost?: number | null;
          external_ref?: string | null;
          transcript?: string | null;
        };
        Update: {
          live_session_id?: string | null;
          product_id?: string | null;
          sold_at?: string;
          brand?: string;
          shoe_type?: string;
          size?: string | null;
          size_system?: "US" | "EU" | "UK" | "CM" | null;
          quantity?: number;
          currency?: string;
          price?: number;
          cost?: number | null;
          external_ref?: string | null;
          transcript?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "sale_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "sale_product_id_fkey";
            columns: ["product_id"];
            isOneToOne: false;
            referencedRelation: "product";
            referencedColumns: ["id"];
          },
        ];
      };
    };
    Views: Record<never, never>;
    Functions: {
      report_sales: {
        Args: {
          group: "show" | "day" | "week" | "month" | "weekday" | "platform" | "host" | "brand" | "shoe_type" | "size" | "hour";
          from?: string | null;
          to?: string | null;
          platform?: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other" | null;
          host?: string | null;
          live_session_id?: string | null;
          currency?: string | null;
          brand?: string | null;
          shoe_type?: string | null;
          compare?: boolean | null;
          order_by?: "key" | "gmv" | "profit" | "margin" | "units" | null;
          ascending?: boolean | null;
          top?: number | null;
        };
        Returns: undefined;
      };
      report_summary: {
        Args: {
          from?: string | null;
          to?: string | null;
          platform?: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other" | null;
          host?: string | null;
          live_session_id?: string | null;
          currency?: string | null;
          brand?: string | null;
          shoe_type?: string | null;
          compare?: boolean | null;
        };
        Returns: undefined;
      };
      report_best_worst: {
        Args: {
          group?: "show" | "day" | "week" | "month" | "weekday" | "platform" | "host" | "brand" | "shoe_type" | "size" | "hour" | null;
          from?: string | null;
          to?: string | null;
          platform?: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other" | null;
          host?: string | null;
          live_session_id?: string | null;
          currency?: string | null;
          brand?: string | null;
          shoe_type?: string | null;
          order_by?: "key" | "gmv" | "profit" | "margin" | "units" | null;
          top?: number | null;
        };
        Returns: undefined;
      };
      report_size_run: {
        Args: {
          from?: string | null;
          to?: string | null;
          platform?: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other" | null;
          host?: string | null;
          live_session_id?: string | null;
          currency?: string | null;
          brand?: string | null;
          shoe_type?: string | null;
          top?: number | null;
        };
        Returns: undefined;
      };
      live_session_start: {
        Args: { id: string };
        Returns: Database["public"]["Tables"]["live_session"]["Row"];
      };
      live_session_end: {
        Args: { id: string };
        Returns: Database["public"]["Tables"]["live_session"]["Row"];
      };
    };
    Enums: Record<never, never>;
    CompositeTypes: Record<never, never>;
  };
};
