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
          negative_stock: "warn" | "refuse";
          second_counter: "another" | "anybody";
          second_factor: boolean;
        };
        Insert: Record<never, never>;
        Update: {
          name?: string;
          time_zone?: string;
          currency?: string;
          week_start?: number;
          negative_stock?: "warn" | "refuse";
          second_counter?: "another" | "anybody";
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
      invite: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          email: string;
          role: "member" | "admin";
          grants: Json;
          expires_at: string;
          accepted_at: string | null;
          revoked_at: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      saved_view: {
        Row: {
          workspace_id: number;
          id: string;
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
      activity: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          module: "core" | "admin" | "live" | "sales" | "warehouse" | "finance" | "knowledge" | "assistant" | "studio" | "creator";
          action: string;
          entity: string | null;
          row_id: string | null;
          count: number;
          day: string;
          audience: "everybody" | "editors" | "chosen";
          members: Json | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      backup_snapshot: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          made_at: string;
          state: "kept" | "failed" | "destroyed";
          record_count: number;
          size_bytes: number;
          verified_at: string | null;
          hash: string | null;
          destroyed_at: string | null;
          destruction_hash: string | null;
          reason: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      egress_event: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          processor: string;
          host: string | null;
          purpose: string;
          account_id: string | null;
          outcome: "answered" | "refused" | "failed";
          http_status: number;
          bytes_out: number;
          bytes_in: number;
          duration_ms: number;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      import_run: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          entity: string;
          file_name: string;
          status: "uploaded" | "ready" | "running" | "done" | "failed" | "cancelled" | "undone";
          source: string | null;
          header_key: string;
          content_key: string;
          rows_total: number;
          rows_done: number;
          rows_failed: number;
          rows_skipped: number;
          links_created: number;
          mapping: Json | null;
          options: Json | null;
          errors: Json | null;
          left_out: Json | null;
          failure: "stopped" | "unreadable" | "refused" | "forbidden" | null;
          started_at: string | null;
          finished_at: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      import_mapping: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          entity: string;
          header_key: string;
          mapping: Json;
          options: Json;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      storage_bucket: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          module: "core" | "admin" | "live" | "sales" | "warehouse" | "finance" | "knowledge" | "assistant" | "studio" | "creator";
          is_public: boolean;
          size_limit: number;
          types: string;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      storage_object: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          bucket: string;
          name: string;
          folder: string;
          leaf: string;
          module: "core" | "admin" | "live" | "sales" | "warehouse" | "finance" | "knowledge" | "assistant" | "studio" | "creator";
          content_type: string;
          cache_control: string;
          size: number;
          etag: string;
          metadata: Json | null;
          audience: "everybody" | "editors" | "chosen";
          members: Json | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      photo: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          entity: string;
          record_id: string;
          module: "core" | "admin" | "live" | "sales" | "warehouse" | "finance" | "knowledge" | "assistant" | "studio" | "creator";
          storage_object_id: string;
          position: number;
          width: number;
          height: number;
          audience: "everybody" | "editors" | "chosen";
          members: Json | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "photo_storage_object_id_fkey";
            columns: ["storage_object_id"];
            isOneToOne: false;
            referencedRelation: "storage_object";
            referencedColumns: ["id"];
          },
        ];
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
          cost?: number | null;
          buyers: number | null;
          items: number | null;
          target_gmv: number | null;
          target_units: number | null;
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
          target_gmv?: number | null;
          target_units?: number | null;
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
          target_gmv?: number | null;
          target_units?: number | null;
          review?: string | null;
        };
        Relationships: [];
      };
      host: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          account_id: string | null;
          is_active: boolean;
          note: string | null;
        };
        Insert: {
          id?: string;
          name: string;
          account_id?: string | null;
          is_active?: boolean;
          note?: string | null;
        };
        Update: {
          name?: string;
          account_id?: string | null;
          is_active?: boolean;
          note?: string | null;
        };
        Relationships: [];
      };
      show_slot: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          live_session_id: string;
          host_id: string;
          starts_at: string;
          ends_at: string;
          note: string | null;
        };
        Insert: {
          id?: string;
          live_session_id: string;
          host_id: string;
          starts_at: string;
          ends_at: string;
          note?: string | null;
        };
        Update: {
          live_session_id?: string;
          host_id?: string;
          starts_at?: string;
          ends_at?: string;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "show_slot_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "show_slot_host_id_fkey";
            columns: ["host_id"];
            isOneToOne: false;
            referencedRelation: "host";
            referencedColumns: ["id"];
          },
        ];
      };
      review_template: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          text: string;
          is_default: boolean;
        };
        Insert: {
          id?: string;
          name: string;
          text: string;
          is_default?: boolean;
        };
        Update: {
          name?: string;
          text?: string;
          is_default?: boolean;
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
          cost?: number | null;
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
      product_variant: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          product_id: string;
          size: string | null;
          size_system: "US" | "EU" | "UK" | "CM" | null;
          size_order: number | null;
          sku: string | null;
          currency: string;
          price: number | null;
          cost?: number | null;
          reorder_at: number | null;
          is_active: boolean;
        };
        Insert: {
          id?: string;
          product_id: string;
          size?: string | null;
          size_system?: "US" | "EU" | "UK" | "CM" | null;
          sku?: string | null;
          currency?: string;
          price?: number | null;
          cost?: number | null;
          reorder_at?: number | null;
          is_active?: boolean;
        };
        Update: {
          product_id?: string;
          size?: string | null;
          size_system?: "US" | "EU" | "UK" | "CM" | null;
          sku?: string | null;
          currency?: string;
          price?: number | null;
          cost?: number | null;
          reorder_at?: number | null;
          is_active?: boolean;
        };
        Relationships: [
          {
            foreignKeyName: "product_variant_product_id_fkey";
            columns: ["product_id"];
            isOneToOne: false;
            referencedRelation: "product";
            referencedColumns: ["id"];
          },
        ];
      };
      product_barcode: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          product_variant_id: string;
          code: string;
          symbology: "code_128" | "ean_13" | "ean_8" | "upc_a" | "qr" | "other" | null;
          is_own: boolean;
        };
        Insert: {
          id?: string;
          product_variant_id: string;
          code: string;
          symbology?: "code_128" | "ean_13" | "ean_8" | "upc_a" | "qr" | "other" | null;
        };
        Update: {
          product_variant_id?: string;
          code?: string;
          symbology?: "code_128" | "ean_13" | "ean_8" | "upc_a" | "qr" | "other" | null;
        };
        Relationships: [
          {
            foreignKeyName: "product_barcode_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
        ];
      };
      location: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          kind: "warehouse" | "shelf" | "bin" | "show" | "transit";
          location_id: string | null;
          code: string | null;
          is_active: boolean;
        };
        Insert: {
          id?: string;
          name: string;
          kind?: "warehouse" | "shelf" | "bin" | "show" | "transit";
          location_id?: string | null;
          code?: string | null;
          is_active?: boolean;
        };
        Update: {
          name?: string;
          kind?: "warehouse" | "shelf" | "bin" | "show" | "transit";
          location_id?: string | null;
          code?: string | null;
          is_active?: boolean;
        };
        Relationships: [
          {
            foreignKeyName: "location_location_id_fkey";
            columns: ["location_id"];
            isOneToOne: false;
            referencedRelation: "location";
            referencedColumns: ["id"];
          },
        ];
      };
      show_item: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          live_session_id: string;
          position: number;
          brand: string;
          shoe_type: string;
          product_id: string | null;
          product_variant_id: string | null;
          currency: string;
          target_price: number | null;
          target_quantity: number | null;
          note: string | null;
          on_camera_since: string | null;
        };
        Insert: {
          id?: string;
          live_session_id: string;
          position: number;
          brand: string;
          shoe_type: string;
          product_id?: string | null;
          product_variant_id?: string | null;
          currency?: string;
          target_price?: number | null;
          target_quantity?: number | null;
          note?: string | null;
        };
        Update: {
          live_session_id?: string;
          position?: number;
          brand?: string;
          shoe_type?: string;
          product_id?: string | null;
          product_variant_id?: string | null;
          currency?: string;
          target_price?: number | null;
          target_quantity?: number | null;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "show_item_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "show_item_product_id_fkey";
            columns: ["product_id"];
            isOneToOne: false;
            referencedRelation: "product";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "show_item_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
        ];
      };
      inbound_box: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          supplier: string;
          tracking_number: string | null;
          status: "expected" | "arrived" | "counted" | "booked";
          expected_on: string | null;
          arrived_at: string | null;
          day: string | null;
          note: string | null;
          location_id: string | null;
          wants_second_count: boolean;
          booked_at: string | null;
        };
        Insert: {
          id?: string;
          supplier: string;
          tracking_number?: string | null;
          expected_on?: string | null;
          arrived_at?: string | null;
          note?: string | null;
          location_id?: string | null;
          wants_second_count?: boolean;
        };
        Update: {
          supplier?: string;
          tracking_number?: string | null;
          expected_on?: string | null;
          arrived_at?: string | null;
          note?: string | null;
          location_id?: string | null;
          wants_second_count?: boolean;
        };
        Relationships: [
          {
            foreignKeyName: "inbound_box_location_id_fkey";
            columns: ["location_id"];
            isOneToOne: false;
            referencedRelation: "location";
            referencedColumns: ["id"];
          },
        ];
      };
      inbound_line: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          inbound_box_id: string;
          product_id: string | null;
          description: string;
          size: string | null;
          expected: number | null;
          counted: number | null;
          product_variant_id: string | null;
          from_proposal: boolean;
          stock_movement_id: string | null;
        };
        Insert: {
          id?: string;
          inbound_box_id: string;
          product_id?: string | null;
          description: string;
          size?: string | null;
          expected?: number | null;
          counted?: number | null;
          product_variant_id?: string | null;
        };
        Update: {
          inbound_box_id?: string;
          product_id?: string | null;
          description?: string;
          size?: string | null;
          expected?: number | null;
          counted?: number | null;
          product_variant_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "inbound_line_inbound_box_id_fkey";
            columns: ["inbound_box_id"];
            isOneToOne: false;
            referencedRelation: "inbound_box";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "inbound_line_product_id_fkey";
            columns: ["product_id"];
            isOneToOne: false;
            referencedRelation: "product";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "inbound_line_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
        ];
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
          cost?: number | null;
          source: string | null;
          external_ref: string | null;
          transcript: string | null;
          product_variant_id: string | null;
          location_id: string | null;
          returned: number;
          refunded: number;
          restocked: number;
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
          product_variant_id?: string | null;
          location_id?: string | null;
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
          product_variant_id?: string | null;
          location_id?: string | null;
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
          {
            foreignKeyName: "sale_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "sale_location_id_fkey";
            columns: ["location_id"];
            isOneToOne: false;
            referencedRelation: "location";
            referencedColumns: ["id"];
          },
        ];
      };
      sale_return: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          sale_id: string;
          quantity: number;
          currency: string;
          refund: number;
          returned_at: string;
          day: string;
          reason: "size" | "changed_mind" | "damaged" | "not_as_described" | "wrong_item" | "not_delivered" | "unpaid" | "other" | null;
          location_id: string | null;
          source: string | null;
          external_ref: string | null;
          note: string | null;
        };
        Insert: {
          id?: string;
          sale_id: string;
          quantity?: number;
          refund: number;
          returned_at: string;
          reason?: "size" | "changed_mind" | "damaged" | "not_as_described" | "wrong_item" | "not_delivered" | "unpaid" | "other" | null;
          location_id?: string | null;
          external_ref?: string | null;
          note?: string | null;
        };
        Update: {
          sale_id?: string;
          quantity?: number;
          refund?: number;
          returned_at?: string;
          reason?: "size" | "changed_mind" | "damaged" | "not_as_described" | "wrong_item" | "not_delivered" | "unpaid" | "other" | null;
          location_id?: string | null;
          external_ref?: string | null;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "sale_return_sale_id_fkey";
            columns: ["sale_id"];
            isOneToOne: false;
            referencedRelation: "sale";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "sale_return_location_id_fkey";
            columns: ["location_id"];
            isOneToOne: false;
            referencedRelation: "location";
            referencedColumns: ["id"];
          },
        ];
      };
      record_lock: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          month: string | null;
          live_session_id: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "record_lock_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
        ];
      };
      import_preset: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          entity: string;
          platform: string | null;
          built_in: string | null;
          is_off: boolean;
          columns: Json;
          headers: Json | null;
          options: Json | null;
        };
        Insert: {
          id?: string;
          name: string;
          entity?: string;
          platform?: string | null;
          built_in?: string | null;
          is_off?: boolean;
          columns: Json;
          headers?: Json | null;
          options?: Json | null;
        };
        Update: {
          name?: string;
          entity?: string;
          platform?: string | null;
          built_in?: string | null;
          is_off?: boolean;
          columns?: Json;
          headers?: Json | null;
          options?: Json | null;
        };
        Relationships: [];
      };
      cost_category: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          kind: "goods" | "platform" | "host" | "ads" | "shipping" | "premises" | "other";
          is_active: boolean;
        };
        Insert: {
          id?: string;
          name: string;
          kind?: "goods" | "platform" | "host" | "ads" | "shipping" | "premises" | "other";
          is_active?: boolean;
        };
        Update: {
          name?: string;
          kind?: "goods" | "platform" | "host" | "ads" | "shipping" | "premises" | "other";
          is_active?: boolean;
        };
        Relationships: [];
      };
      recurring_cost: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          cost_category_id: string;
          currency: string;
          amount: number;
          day_of_month: number;
          starts_on: string;
          ends_on: string | null;
          share_by: "none" | "gmv" | "units" | "hours";
          booked_to: string | null;
        };
        Insert: {
          id?: string;
          name: string;
          cost_category_id: string;
          currency?: string;
          amount: number;
          day_of_month?: number;
          starts_on: string;
          ends_on?: string | null;
          share_by?: "none" | "gmv" | "units" | "hours";
        };
        Update: {
          name?: string;
          cost_category_id?: string;
          currency?: string;
          amount?: number;
          day_of_month?: number;
          starts_on?: string;
          ends_on?: string | null;
          share_by?: "none" | "gmv" | "units" | "hours";
        };
        Relationships: [
          {
            foreignKeyName: "recurring_cost_cost_category_id_fkey";
            columns: ["cost_category_id"];
            isOneToOne: false;
            referencedRelation: "cost_category";
            referencedColumns: ["id"];
          },
        ];
      };
      cost_item: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          day: string;
          cost_category_id: string;
          name: string;
          currency: string;
          amount: number;
          live_session_id: string | null;
          share_by: "none" | "gmv" | "units" | "hours";
          supplier: string | null;
          note: string | null;
          recurring_cost_id: string | null;
          recurring_month: string | null;
        };
        Insert: {
          id?: string;
          day: string;
          cost_category_id: string;
          name: string;
          currency?: string;
          amount: number;
          live_session_id?: string | null;
          share_by?: "none" | "gmv" | "units" | "hours";
          supplier?: string | null;
          note?: string | null;
        };
        Update: {
          day?: string;
          cost_category_id?: string;
          name?: string;
          currency?: string;
          amount?: number;
          live_session_id?: string | null;
          share_by?: "none" | "gmv" | "units" | "hours";
          supplier?: string | null;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "cost_item_cost_category_id_fkey";
            columns: ["cost_category_id"];
            isOneToOne: false;
            referencedRelation: "cost_category";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "cost_item_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "cost_item_recurring_cost_id_fkey";
            columns: ["recurring_cost_id"];
            isOneToOne: false;
            referencedRelation: "recurring_cost";
            referencedColumns: ["id"];
          },
        ];
      };
      cost_budget: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          month: string;
          cost_category_id: string;
          currency: string;
          amount: number;
          note: string | null;
        };
        Insert: {
          id?: string;
          month: string;
          cost_category_id: string;
          currency?: string;
          amount: number;
          note?: string | null;
        };
        Update: {
          month?: string;
          cost_category_id?: string;
          currency?: string;
          amount?: number;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "cost_budget_cost_category_id_fkey";
            columns: ["cost_category_id"];
            isOneToOne: false;
            referencedRelation: "cost_category";
            referencedColumns: ["id"];
          },
        ];
      };
      month_close: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          month: string;
          closed_at: string;
          closed_by: string | null;
          note: string | null;
          figures?: Json | null;
          reopened_at: string | null;
          reopened_by: string | null;
          reason: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      exchange_rate: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          day: string;
          from_currency: string;
          to_currency: string;
          rate: string;
          source: string | null;
        };
        Insert: {
          id?: string;
          day: string;
          from_currency?: string;
          to_currency?: string;
          rate: string;
          source?: string | null;
        };
        Update: {
          day?: string;
          from_currency?: string;
          to_currency?: string;
          rate?: string;
          source?: string | null;
        };
        Relationships: [];
      };
      fee_rule: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          platform: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          currency: string;
          percent: string;
          of: "net" | "gmv";
          per_sale: number;
          per_piece: number;
          valid_from: string;
          valid_until: string | null;
        };
        Insert: {
          id?: string;
          name: string;
          platform: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          currency?: string;
          percent?: string;
          of?: "net" | "gmv";
          per_sale?: number;
          per_piece?: number;
          valid_from: string;
          valid_until?: string | null;
        };
        Update: {
          name?: string;
          platform?: "tiktok" | "whatnot" | "douyin" | "taobao" | "kuaishou" | "instagram" | "other";
          currency?: string;
          percent?: string;
          of?: "net" | "gmv";
          per_sale?: number;
          per_piece?: number;
          valid_from?: string;
          valid_until?: string | null;
        };
        Relationships: [];
      };
      host_pay_rule: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          host_id: string;
          currency: string;
          per_hour: number;
          percent: string;
          per_show: number;
          valid_from: string;
          valid_until: string | null;
          note: string | null;
        };
        Insert: {
          id?: string;
          host_id: string;
          currency?: string;
          per_hour?: number;
          percent?: string;
          per_show?: number;
          valid_from: string;
          valid_until?: string | null;
          note?: string | null;
        };
        Update: {
          host_id?: string;
          currency?: string;
          per_hour?: number;
          percent?: string;
          per_show?: number;
          valid_from?: string;
          valid_until?: string | null;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "host_pay_rule_host_id_fkey";
            columns: ["host_id"];
            isOneToOne: false;
            referencedRelation: "host";
            referencedColumns: ["id"];
          },
        ];
      };
      payout_line: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          live_session_id: string;
          external_ref: string | null;
          currency: string;
          amount: number;
          fee: number;
          paid: number | null;
          paid_on: string | null;
          source: string | null;
          line_ref: string | null;
          note: string | null;
        };
        Insert: {
          id?: string;
          live_session_id: string;
          external_ref?: string | null;
          currency?: string;
          amount: number;
          fee?: number;
          paid?: number | null;
          paid_on?: string | null;
          line_ref?: string | null;
          note?: string | null;
        };
        Update: {
          live_session_id?: string;
          external_ref?: string | null;
          currency?: string;
          amount?: number;
          fee?: number;
          paid?: number | null;
          paid_on?: string | null;
          line_ref?: string | null;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "payout_line_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
        ];
      };
      cash_receipt: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          live_session_id: string;
          day: string;
          currency: string;
          amount: number;
          note: string | null;
        };
        Insert: {
          id?: string;
          live_session_id: string;
          day: string;
          currency?: string;
          amount: number;
          note?: string | null;
        };
        Update: {
          live_session_id?: string;
          day?: string;
          currency?: string;
          amount?: number;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "cash_receipt_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
        ];
      };
      show_explanation: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          live_session_id: string;
          about: "sales" | "fee" | "cash" | "stock";
          cause: "paid_later" | "refund" | "missing_sale" | "cancelled" | "voucher" | "shipping" | "fee_changed" | "bank" | "not_in_stock" | "lost" | "mistake" | "other";
          currency: string;
          amount: number;
          pieces: number;
          note: string | null;
        };
        Insert: {
          id?: string;
          live_session_id: string;
          about: "sales" | "fee" | "cash" | "stock";
          cause: "paid_later" | "refund" | "missing_sale" | "cancelled" | "voucher" | "shipping" | "fee_changed" | "bank" | "not_in_stock" | "lost" | "mistake" | "other";
          currency?: string;
          amount?: number;
          pieces?: number;
          note?: string | null;
        };
        Update: {
          live_session_id?: string;
          about?: "sales" | "fee" | "cash" | "stock";
          cause?: "paid_later" | "refund" | "missing_sale" | "cancelled" | "voucher" | "shipping" | "fee_changed" | "bank" | "not_in_stock" | "lost" | "mistake" | "other";
          currency?: string;
          amount?: number;
          pieces?: number;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "show_explanation_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
        ];
      };
      show_close: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          live_session_id: string;
          closed_at: string;
          closed_by: string | null;
          note: string | null;
          figures?: Json | null;
          reopened_at: string | null;
          reopened_by: string | null;
          reason: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "show_close_live_session_id_fkey";
            columns: ["live_session_id"];
            isOneToOne: false;
            referencedRelation: "live_session";
            referencedColumns: ["id"];
          },
        ];
      };
      stock_movement: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          product_variant_id: string;
          location_id: string;
          sequence: number;
          kind: "in" | "out" | "transfer" | "adjust" | "return" | "count";
          quantity: number;
          on_hand: number;
          on_hand_total: number;
          booked_at: string;
          moved_at: string;
          day: string;
          reason: "purchase" | "sale" | "customer_return" | "supplier_return" | "damaged" | "lost" | "found" | "sample" | "opening" | "count" | "correction" | "other" | null;
          reference_kind: "sale" | "box" | "count" | "return" | null;
          reference_id: string | null;
          transfer_id: string | null;
          corrects_id: string | null;
          counted: number | null;
          is_short: boolean;
          note: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "stock_movement_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "stock_movement_location_id_fkey";
            columns: ["location_id"];
            isOneToOne: false;
            referencedRelation: "location";
            referencedColumns: ["id"];
          },
        ];
      };
      stock_level: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          product_variant_id: string;
          location_id: string;
          on_hand: number;
          counted_at: string | null;
          reorder_at: number | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "stock_level_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "stock_level_location_id_fkey";
            columns: ["location_id"];
            isOneToOne: false;
            referencedRelation: "location";
            referencedColumns: ["id"];
          },
        ];
      };
      stock_cost: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          product_variant_id: string;
          sequence: number;
          quantity: number;
          currency: string;
          value: number;
          unit_cost: number;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "stock_cost_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
        ];
      };
      stock_entry: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          stock_movement_id: string;
          product_variant_id: string;
          sequence: number;
          moved_at: string;
          day: string;
          quantity: number;
          currency: string;
          unit_cost: number;
          value: number;
          value_total: number;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "stock_entry_stock_movement_id_fkey";
            columns: ["stock_movement_id"];
            isOneToOne: false;
            referencedRelation: "stock_movement";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "stock_entry_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
        ];
      };
      inbound_cost: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          inbound_line_id: string;
          currency: string;
          unit_cost: number;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "inbound_cost_inbound_line_id_fkey";
            columns: ["inbound_line_id"];
            isOneToOne: false;
            referencedRelation: "inbound_line";
            referencedColumns: ["id"];
          },
        ];
      };
      inbound_proposal: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          inbound_box_id: string;
          source: string;
          confidence_permille: number;
          description: string;
          size: string | null;
          code: string | null;
          product_id: string | null;
          product_variant_id: string | null;
          quantity: number;
          state: "proposed" | "accepted" | "rejected";
          inbound_line_id: string | null;
          decided_by: string | null;
          decided_at: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "inbound_proposal_inbound_box_id_fkey";
            columns: ["inbound_box_id"];
            isOneToOne: false;
            referencedRelation: "inbound_box";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "inbound_proposal_product_id_fkey";
            columns: ["product_id"];
            isOneToOne: false;
            referencedRelation: "product";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "inbound_proposal_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
        ];
      };
      stock_count: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          location_id: string | null;
          inbound_box_id: string | null;
          round: number;
          state: "open" | "closed";
          hides_books: boolean;
          closed_at: string | null;
          note: string | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "stock_count_location_id_fkey";
            columns: ["location_id"];
            isOneToOne: false;
            referencedRelation: "location";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "stock_count_inbound_box_id_fkey";
            columns: ["inbound_box_id"];
            isOneToOne: false;
            referencedRelation: "inbound_box";
            referencedColumns: ["id"];
          },
        ];
      };
      stock_count_line: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          stock_count_id: string;
          product_variant_id: string;
          counted: number;
          first_at: string;
          last_at: string;
          is_shared: boolean;
          expected: number | null;
          difference: number | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "stock_count_line_stock_count_id_fkey";
            columns: ["stock_count_id"];
            isOneToOne: false;
            referencedRelation: "stock_count";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "stock_count_line_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
        ];
      };
      stock_count_scan: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          stock_count_id: string;
          product_variant_id: string;
          scanned_at: string;
          is_figure: boolean;
          quantity: number;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [
          {
            foreignKeyName: "stock_count_scan_stock_count_id_fkey";
            columns: ["stock_count_id"];
            isOneToOne: false;
            referencedRelation: "stock_count";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "stock_count_scan_product_variant_id_fkey";
            columns: ["product_variant_id"];
            isOneToOne: false;
            referencedRelation: "product_variant";
            referencedColumns: ["id"];
          },
        ];
      };
      article_category: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          name: string;
          position: number;
        };
        Insert: {
          id?: string;
          name: string;
          position?: number;
        };
        Update: {
          name?: string;
          position?: number;
        };
        Relationships: [];
      };
      article: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          title: string;
          article_category_id: string | null;
          language: "en" | "zh" | null;
          body: string;
          audience: "everybody" | "editors" | "chosen";
          members: Json | null;
          required: "nobody" | "everybody" | "members" | "admins" | "module";
          required_module: "live" | "sales" | "warehouse" | "finance" | null;
          pass_percent: number;
          state: "draft" | "published";
          version_number: number;
          question_count: number;
          published_at: string | null;
          published_by: string | null;
        };
        Insert: {
          id?: string;
          title: string;
          article_category_id?: string | null;
          language?: "en" | "zh" | null;
          body?: string;
          audience?: "everybody" | "editors" | "chosen";
          members?: Json | null;
          required?: "nobody" | "everybody" | "members" | "admins" | "module";
          required_module?: "live" | "sales" | "warehouse" | "finance" | null;
          pass_percent?: number;
        };
        Update: {
          title?: string;
          article_category_id?: string | null;
          language?: "en" | "zh" | null;
          body?: string;
          audience?: "everybody" | "editors" | "chosen";
          members?: Json | null;
          required?: "nobody" | "everybody" | "members" | "admins" | "module";
          required_module?: "live" | "sales" | "warehouse" | "finance" | null;
          pass_percent?: number;
        };
        Relationships: [
          {
            foreignKeyName: "article_article_category_id_fkey";
            columns: ["article_category_id"];
            isOneToOne: false;
            referencedRelation: "article_category";
            referencedColumns: ["id"];
          },
        ];
      };
      article_version: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          article_id: string;
          number: number;
          title: string;
          body: string;
          published_by: string | null;
          changed: string | null;
          pass_percent: number;
          question_count: number;
          audience: "everybody" | "editors" | "chosen";
          members: Json | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      article_ack: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          article_id: string;
          account_id: string;
          number: number;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      quiz_question: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          article_id: string;
          number: number;
          position: number;
          question: string;
          choices: Json;
          answers: Json;
          explanation: string | null;
          audience: "everybody" | "editors" | "chosen";
          members: Json | null;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      quiz_attempt: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          article_id: string;
          account_id: string;
          number: number;
          score: number;
          question_count: number;
          is_passed: boolean;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
      announcement: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          title: string;
          body: string | null;
          starts_at: string | null;
          ends_at: string | null;
          is_pinned: boolean;
        };
        Insert: {
          id?: string;
          title: string;
          body?: string | null;
          starts_at?: string | null;
          ends_at?: string | null;
          is_pinned?: boolean;
        };
        Update: {
          title?: string;
          body?: string | null;
          starts_at?: string | null;
          ends_at?: string | null;
          is_pinned?: boolean;
        };
        Relationships: [];
      };
      announcement_seen: {
        Row: {
          workspace_id: number;
          id: string;
          created_at: string;
          updated_at: string;
          created_by: string | null;
          version: number;
          announcement_id: string;
          account_id: string;
        };
        Insert: Record<never, never>;
        Update: Record<never, never>;
        Relationships: [];
      };
    };
    Views: Record<never, never>;
    Functions: {
      setup_state: {
        Args: Record<never, never>;
        Returns: {
          needed: boolean;
          name: string;
          version: string;
          sign_up: string;
          google: boolean;
        };
      };
      setup_finish: {
        Args: {
          token: string;
          controller_name: string;
          controller_place: string;
          controller_email: string;
          email?: string | null;
          username?: string | null;
          display_name?: string | null;
          password: string;
          workspace_name?: string | null;
          time_zone?: string | null;
          currency?: string | null;
          week_start?: number | null;
          language?: "en" | "zh" | null;
        };
        Returns: {
          access_token: string;
          token_type: string;
          expires_in: number;
          expires_at: number;
          refresh_token: string;
          user: Json;
        };
      };
      instance_info: {
        Args: Record<never, never>;
        Returns: {
          version: string;
          needs_set_up: boolean;
          controller: Json;
          sign_up: string;
          modules: Json;
          password_characters: number;
          idle_days: number;
          session_days: number;
        };
      };
      workspace_list: {
        Args: Record<never, never>;
        Returns: {
          workspace_id: number;
          name: string;
          role: string;
          current: boolean;
        }[];
      };
      workspace_create: {
        Args: {
          name: string;
          time_zone?: string | null;
          currency?: string | null;
          week_start?: number | null;
        };
        Returns: {
          workspace_id: number;
        };
      };
      workspace_switch: {
        Args: {
          workspace_id: number;
        };
        Returns: {
          workspace_id: number;
        };
      };
      member_set_role: {
        Args: {
          id: string;
          role: "member" | "admin";
        };
        Returns: undefined;
      };
      member_grant: {
        Args: {
          id: string;
          module: string;
          level: number;
        };
        Returns: undefined;
      };
      member_remove: {
        Args: {
          id: string;
        };
        Returns: undefined;
      };
      member_invite: {
        Args: {
          email: string;
          role?: "member" | "admin";
          grants?: Json | null;
        };
        Returns: Database["public"]["Tables"]["invite"]["Row"];
      };
      invite_accept: {
        Args: {
          token: string;
        };
        Returns: {
          workspace_id: number;
        };
      };
      invite_revoke: {
        Args: {
          id: string;
        };
        Returns: undefined;
      };
      session_list: {
        Args: Record<never, never>;
        Returns: {
          id: string;
          created_at: string;
          last_seen_at: string;
          expires_at: string;
          idle_days: number;
          device: string;
          region: string;
          current: boolean;
        }[];
      };
      sign_in_list: {
        Args: Record<never, never>;
        Returns: {
          at: string;
          outcome: string;
          device: string;
          region: string;
        }[];
      };
      session_end: {
        Args: {
          id: string;
        };
        Returns: undefined;
      };
      import_upload: {
        Args: {
          entity: string;
          file_name?: string;
          sheet?: number;
        };
        Returns: {
          id: string;
          entity: string;
          file_name: string;
          format: string;
          encoding: string | null;
          delimiter: string | null;
          sheets: Json;
          sheet: number;
          header_row: number;
          rows: number;
          columns: Json;
          fields: Json;
          mapping: Json;
          options: Json;
          remembered: boolean;
          preset: Json | null;
          left_out: Json;
          imported_before: Json | null;
        };
      };
      import_describe: {
        Args: {
          id: string;
          options?: Json | null;
        };
        Returns: {
          id: string;
          entity: string;
          file_name: string;
          format: string;
          encoding: string | null;
          delimiter: string | null;
          sheets: Json;
          sheet: number;
          header_row: number;
          rows: number;
          columns: Json;
          fields: Json;
          mapping: Json;
          options: Json;
          remembered: boolean;
          preset: Json | null;
          left_out: Json;
          imported_before: Json | null;
        };
      };
      import_preview: {
        Args: {
          id: string;
          mapping: Json;
          options?: Json | null;
        };
        Returns: {
          total: number;
          ready: number;
          failed: number;
          duplicates: number;
          links_created: number;
          rows: Json;
          error_count: number;
          errors: Json;
        };
      };
      import_run: {
        Args: {
          id: string;
          mapping: Json;
          options?: Json | null;
        };
        Returns: {
          id: string;
          status: string;
        };
      };
      import_cancel: {
        Args: {
          id: string;
        };
        Returns: {
          id: string;
          status: string;
        };
      };
      import_undo: {
        Args: {
          id: string;
          force?: boolean;
        };
        Returns: {
          id: string;
          status: string;
          deleted: number;
          kept: number;
          parts: number;
        };
      };
      import_preset_list: {
        Args: Record<never, never>;
        Returns: {
          id: string | null;
          key: string;
          name: string;
          entity: string;
          platform: string;
          is_off: boolean;
          columns: Json;
          headers: Json | null;
          options: Json | null;
        }[];
      };
      report_sales: {
        Args: {
          group: "show" | "day" | "week" | "month" | "weekday" | "platform" | "host" | "brand" | "shoe_type" | "size" | "hour" | "weekday_hour";
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
        Returns: {
          key: string | null;
          label: string;
          currency: string;
          gmv: number;
          units: number;
          orders: number;
          buyers: number | null;
          shows: number | null;
          refunds: number;
          returned_units: number;
          cost?: number;
          profit?: number;
          margin?: number | null;
          units_without_cost?: number;
          previous_gmv: number | null;
          previous_units: number | null;
          previous_orders: number | null;
          previous_buyers: number | null;
          previous_shows: number | null;
          previous_refunds: number | null;
          previous_returned_units: number | null;
          previous_cost?: number | null;
          previous_profit?: number | null;
          previous_margin?: number | null;
          previous_units_without_cost?: number | null;
          live_session_id: string | null;
          day: string | null;
          platform: string | null;
          host: string | null;
          brand: string | null;
          shoe_type: string | null;
          size_system: string | null;
          size: string | null;
        }[];
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
        Returns: {
          key: string | null;
          label: string;
          currency: string;
          gmv: number;
          units: number;
          orders: number;
          buyers: number | null;
          shows: number | null;
          refunds: number;
          returned_units: number;
          cost?: number;
          profit?: number;
          margin?: number | null;
          units_without_cost?: number;
          previous_gmv: number | null;
          previous_units: number | null;
          previous_orders: number | null;
          previous_buyers: number | null;
          previous_shows: number | null;
          previous_refunds: number | null;
          previous_returned_units: number | null;
          previous_cost?: number | null;
          previous_profit?: number | null;
          previous_margin?: number | null;
          previous_units_without_cost?: number | null;
          live_session_id: string | null;
          day: string | null;
          platform: string | null;
          host: string | null;
          brand: string | null;
          shoe_type: string | null;
          size_system: string | null;
          size: string | null;
        }[];
      };
      report_best_worst: {
        Args: {
          group?: "show" | "day" | "week" | "month" | "weekday" | "platform" | "host" | "brand" | "shoe_type" | "size" | "hour" | "weekday_hour" | null;
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
        Returns: {
          currency: string;
          best: Json;
          worst: Json;
        };
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
        Returns: {
          key: string | null;
          label: string;
          currency: string;
          gmv: number;
          units: number;
          orders: number;
          buyers: number | null;
          shows: number | null;
          refunds: number;
          returned_units: number;
          cost?: number;
          profit?: number;
          margin?: number | null;
          units_without_cost?: number;
          previous_gmv: number | null;
          previous_units: number | null;
          previous_orders: number | null;
          previous_buyers: number | null;
          previous_shows: number | null;
          previous_refunds: number | null;
          previous_returned_units: number | null;
          previous_cost?: number | null;
          previous_profit?: number | null;
          previous_margin?: number | null;
          previous_units_without_cost?: number | null;
          live_session_id: string | null;
          day: string | null;
          platform: string | null;
          host: string | null;
          brand: string | null;
          shoe_type: string | null;
          size_system: string | null;
          size: string | null;
        }[];
      };
      example_load: {
        Args: {
          language?: "en" | "zh" | null;
        };
        Returns: {
          shows: string;
          sales: string;
        };
      };
      second_factor_state: {
        Args: Record<never, never>;
        Returns: {
          is_set_up: boolean;
          is_shown: boolean;
          is_missing: boolean;
          codes_left: number;
        };
      };
      recovery_codes_make: {
        Args: Record<never, never>;
        Returns: {
          code: string;
        }[];
      };
      recovery_code_use: {
        Args: {
          code: string;
        };
        Returns: undefined;
      };
      workspace_second_factor: {
        Args: {
          demanded: boolean;
        };
        Returns: undefined;
      };
      photo_links: {
        Args: {
          entity: string;
          records: Json;
          size?: "thumbnail" | "screen" | "original";
          first?: boolean;
        };
        Returns: {
          id: string;
          record_id: string;
          created_by: string | null;
          created_at: string;
          position: number;
          width: number;
          height: number;
          path: string;
          url: string;
          expires_at: string;
        }[];
      };
      photo_order: {
        Args: {
          entity: string;
          record_id: string;
          photos: Json;
        };
        Returns: undefined;
      };
      barcode_make: {
        Args: {
          product_variant_id?: string | null;
          product_id?: string | null;
        };
        Returns: {
          id: string;
          product_variant_id: string;
          code: string;
          symbology: string;
        };
      };
      barcode_read: {
        Args: Record<never, never>;
        Returns: {
          code: string;
          symbology: string;
          x: number;
          y: number;
          width: number;
          height: number;
          image_width: number;
          image_height: number;
        }[];
      };
      label_lines: {
        Args: {
          product_id?: string | null;
          product_variant_id?: string | null;
          inbound_box_id?: string | null;
          came_in_on?: string | null;
        };
        Returns: {
          product_variant_id: string;
          product_id: string;
          name: string;
          brand: string;
          model: string | null;
          colour: string | null;
          size: string | null;
          size_system: "US" | "EU" | "UK" | "CM" | null;
          code: string | null;
          currency: string;
          price: number | null;
          copies: number;
        }[];
      };
      label_print: {
        Args: {
          labels: Json;
          sheet?: "a4_3x8" | "a4_3x7" | "a4_4x10" | "a4_5x13" | "a4_2x5" | "roll_62x29" | "roll_62x40" | "roll_62x60";
          start?: number | null;
          with_price?: boolean;
        };
        Returns: Blob;
      };
      finance_month: {
        Args: {
          month: string;
          currency?: string | null;
        };
        Returns: {
          month: string;
          is_closed: boolean;
          sums: Json;
          converted: Json | null;
        };
      };
      finance_shows: {
        Args: {
          month: string;
        };
        Returns: {
          live_session_id: string | null;
          title: string;
          day: string | null;
          currency: string;
          gmv: number;
          units: number;
          refunds: number;
          returned_units: number;
          minutes: number;
          cost: number;
          direct_cost: number;
          shared_cost: number;
          profit: number;
          margin: number | null;
        }[];
      };
      finance_close_month: {
        Args: {
          month: string;
          note?: string | null;
        };
        Returns: {
          month: string;
          is_closed: boolean;
          sums: Json;
          converted: Json | null;
        };
      };
      finance_reopen_month: {
        Args: {
          month: string;
          reason: string;
        };
        Returns: {
          month: string;
          is_closed: boolean;
          sums: Json;
          converted: Json | null;
        };
      };
      finance_book_recurring: {
        Args: Record<never, never>;
        Returns: {
          booked: number;
        };
      };
      show_result: {
        Args: {
          live_session_id: string;
          currency?: string | null;
        };
        Returns: {
          live_session_id: string;
          title: string;
          day: string;
          currency: string;
          starts_at: string | null;
          ends_at: string | null;
          is_closed: boolean;
          itemised_gmv: number;
          fee_source: string;
          pay_source: string;
          unlinked_host: string | null;
          fees: Json;
          pay: Json;
          sums: Json;
          converted: Json | null;
          minutes: Json;
          slots: Json;
          products: Json;
        };
      };
      finance_month_pdf: {
        Args: {
          month: string;
        };
        Returns: Blob;
      };
      finance_month_xlsx: {
        Args: {
          month: string;
        };
        Returns: Blob;
      };
      show_closeout: {
        Args: {
          live_session_id: string;
        };
        Returns: {
          live_session_id: string;
          title: string;
          currency: string;
          is_closed: boolean;
          payout_lines: number;
          foreign_lines: number;
          profit: number;
          checks: Json;
          orders: Json;
          has_more_orders: boolean;
        };
      };
      show_close_out: {
        Args: {
          live_session_id: string;
          note?: string | null;
        };
        Returns: {
          live_session_id: string;
          title: string;
          currency: string;
          is_closed: boolean;
          payout_lines: number;
          foreign_lines: number;
          profit: number;
          checks: Json;
          orders: Json;
          has_more_orders: boolean;
        };
      };
      show_reopen: {
        Args: {
          live_session_id: string;
          reason: string;
        };
        Returns: {
          live_session_id: string;
          title: string;
          currency: string;
          is_closed: boolean;
          payout_lines: number;
          foreign_lines: number;
          profit: number;
          checks: Json;
          orders: Json;
          has_more_orders: boolean;
        };
      };
      show_book_costs: {
        Args: {
          live_session_id: string;
        };
        Returns: {
          booked: number;
        };
      };
      backup_make: {
        Args: Record<never, never>;
        Returns: {
          begun: boolean;
        };
      };
      backup_list: {
        Args: Record<never, never>;
        Returns: {
          name: string;
          path: string;
          state: string;
          made_at: string;
          verified_at: string | null;
          destroyed_at: string | null;
          record_count: number;
          size_bytes: number;
          reason: string | null;
        }[];
      };
      self_check_list: {
        Args: Record<never, never>;
        Returns: {
          name: string;
          title: string;
          state: string;
          finding: string;
          since: string;
          checked_at: string;
        }[];
      };
      self_check_now: {
        Args: Record<never, never>;
        Returns: undefined;
      };
      security_report_send: {
        Args: {
          subject: string;
          report: string;
          contact?: string | null;
        };
        Returns: {
          id: string;
          due_at: string;
        };
      };
      security_report_list: {
        Args: Record<never, never>;
        Returns: {
          id: string;
          received_at: string;
          due_at: string;
          answered_at: string | null;
          is_overdue: boolean;
          subject: string;
          report: string;
          contact: string | null;
          answer: string | null;
          answered_by: string | null;
        }[];
      };
      security_report_answer: {
        Args: {
          id: string;
          answer: string;
        };
        Returns: undefined;
      };
      stock_move: {
        Args: {
          lines: Json;
        };
        Returns: {
          movements: Json;
        };
      };
      stock_undo: {
        Args: {
          id: string;
          new_id?: string | null;
          note?: string | null;
        };
        Returns: {
          movements: Json;
        };
      };
      stock_find: {
        Args: {
          code: string;
        };
        Returns: {
          is_known: boolean;
          code: string;
          symbology: string;
          check_digit_is_right: boolean;
          location_id: string | null;
          product_id: string | null;
          variants: Json;
          levels: Json;
          movements: Json;
        };
      };
      stock_on_hand: {
        Args: {
          product_id?: string | null;
          product_variant_id?: string | null;
          location_id?: string | null;
          is_held?: boolean | null;
        };
        Returns: {
          product_id: string;
          product_variant_id: string;
          name: string;
          brand: string;
          shoe_type: string | null;
          colour: string | null;
          size: string | null;
          size_system: "US" | "EU" | "UK" | "CM" | null;
          size_order: number | null;
          sku: string | null;
          reorder_at: number | null;
          location_id: string | null;
          location: string | null;
          on_hand: number;
          counted_at: string | null;
          currency?: string | null;
          unit_cost?: number | null;
        }[];
      };
      stock_journal: {
        Args: {
          product_id?: string | null;
          product_variant_id?: string | null;
          location_id?: string | null;
          kind?: "in" | "out" | "transfer" | "adjust" | "return" | "count" | null;
          reason?: "purchase" | "sale" | "customer_return" | "supplier_return" | "damaged" | "lost" | "found" | "sample" | "opening" | "count" | "correction" | "other" | null;
          from?: string | null;
          to?: string | null;
          rows?: number | null;
          offset?: number | null;
        };
        Returns: {
          id: string;
          booked_at: string;
          moved_at: string;
          day: string;
          kind: "in" | "out" | "transfer" | "adjust" | "return" | "count";
          reason: "purchase" | "sale" | "customer_return" | "supplier_return" | "damaged" | "lost" | "found" | "sample" | "opening" | "count" | "correction" | "other" | null;
          product_id: string;
          product_variant_id: string;
          name: string;
          brand: string;
          size: string | null;
          location_id: string;
          location: string;
          sequence: number;
          quantity: number;
          on_hand: number;
          on_hand_total: number;
          is_short: boolean;
          counted: number | null;
          reference_kind: "sale" | "box" | "count" | "return" | null;
          reference_id: string | null;
          transfer_id: string | null;
          corrects_id: string | null;
          note: string | null;
          created_by: string | null;
          currency?: string | null;
          unit_cost?: number | null;
          value?: number | null;
          value_total?: number | null;
        }[];
      };
      stock_value: {
        Args: {
          on?: string | null;
          by?: "variant" | "product" | "total" | null;
          product_id?: string | null;
        };
        Returns: {
          product_id: string | null;
          name: string | null;
          product_variant_id: string | null;
          size: string | null;
          currency: string;
          quantity: number;
          value: number;
        }[];
      };
      stock_count_open: {
        Args: {
          id?: string | null;
          location_id?: string | null;
          inbound_box_id?: string | null;
          hides_books?: boolean | null;
          note?: string | null;
        };
        Returns: {
          id: string;
          round: number;
          is_repeated: boolean;
        };
      };
      stock_count_scan: {
        Args: {
          stock_count_id: string;
          id?: string | null;
          code?: string | null;
          product_variant_id?: string | null;
          quantity: number;
          is_figure?: boolean | null;
          scanned_at?: string | null;
        };
        Returns: {
          product_variant_id: string;
          counted: number;
          is_repeated: boolean;
        };
      };
      stock_count_drop: {
        Args: {
          id: string;
        };
        Returns: undefined;
      };
      stock_count_close: {
        Args: {
          id: string;
          missing_is_zero?: boolean | null;
        };
        Returns: {
          id: string;
          lines: number;
          differences: number;
          missing: number;
          surplus: number;
          is_repeated: boolean;
        };
      };
      stock_count_report: {
        Args: {
          id: string;
        };
        Returns: {
          product_id: string;
          product_variant_id: string;
          name: string;
          brand: string;
          size: string | null;
          counted: number | null;
          expected: number | null;
          difference: number | null;
          scanned_at: string | null;
          counted_at: string | null;
          is_disturbed: boolean;
          is_superseded: boolean;
        }[];
      };
      inbound_book: {
        Args: {
          id: string;
          location_id?: string | null;
        };
        Returns: {
          id: string;
          lines: number;
          pieces: number;
          is_repeated: boolean;
        };
      };
      inbound_unbook: {
        Args: {
          id: string;
          note?: string | null;
        };
        Returns: {
          id: string;
          lines: number;
          pieces: number;
          is_repeated: boolean;
        };
      };
      inbound_differences: {
        Args: {
          id: string;
        };
        Returns: {
          id: string;
          product_id: string | null;
          product_variant_id: string | null;
          description: string;
          name: string | null;
          size: string | null;
          expected: number | null;
          first_count: number | null;
          second_count: number | null;
          counted: number | null;
          difference: number | null;
          stock_movement_id: string | null;
        }[];
      };
      inbound_cost_set: {
        Args: {
          inbound_line_id: string;
          unit_cost: number;
          currency: string;
        };
        Returns: undefined;
      };
      inbound_propose: {
        Args: {
          inbound_box_id: string;
          source: string;
          lines: Json;
        };
        Returns: {
          proposed: number;
        };
      };
      inbound_accept: {
        Args: {
          id?: string | null;
          inbound_box_id?: string | null;
          confidence_permille?: number | null;
          quantity?: number | null;
          product_id?: string | null;
          product_variant_id?: string | null;
          size?: string | null;
        };
        Returns: {
          accepted: number;
        };
      };
      inbound_reject: {
        Args: {
          id: string;
        };
        Returns: undefined;
      };
      stock_reorder: {
        Args: {
          location_id?: string | null;
          rows?: number | null;
        };
        Returns: {
          product_id: string;
          product_variant_id: string;
          name: string;
          brand: string;
          size: string | null;
          location_id: string | null;
          location: string | null;
          on_hand: number;
          reorder_at: number;
        }[];
      };
      stock_reorder_set: {
        Args: {
          product_variant_id: string;
          location_id: string;
          reorder_at?: number | null;
          is_off?: boolean | null;
        };
        Returns: undefined;
      };
      stock_dead: {
        Args: {
          days?: number | null;
          rows?: number | null;
        };
        Returns: {
          product_id: string;
          product_variant_id: string;
          name: string;
          brand: string;
          size: string | null;
          on_hand: number;
          last_sold_on: string | null;
          last_in_on: string | null;
          currency?: string | null;
          value?: number | null;
        }[];
      };
      stock_ageing: {
        Args: {
          product_id?: string | null;
          rows?: number | null;
        };
        Returns: {
          product_id: string;
          product_variant_id: string;
          name: string;
          brand: string;
          size: string | null;
          on_hand: number;
          days: number | null;
          days_30: number;
          days_60: number;
          days_90: number;
          days_180: number;
          older: number;
          currency?: string | null;
          value?: number | null;
        }[];
      };
      stock_radar: {
        Args: {
          product_id?: string | null;
          brand?: string | null;
          shoe_type?: string | null;
          rows?: number | null;
        };
        Returns: {
          product_id: string;
          product_variant_id: string;
          name: string;
          brand: string;
          shoe_type: string | null;
          size: string | null;
          on_hand: number;
          sold_14: number;
          sold_28: number;
          days_left_14: number | null;
          days_left_28: number | null;
          sell_through_permille: number | null;
          is_missing: boolean;
        }[];
      };
      stock_pallet: {
        Args: {
          brand: string;
          shoe_type?: string | null;
          pieces: number;
          days?: number | null;
        };
        Returns: {
          size: string;
          size_system: string | null;
          sold: number;
          on_hand: number;
          pieces: number;
        }[];
      };
      article_publish: {
        Args: {
          id: string;
          title?: string | null;
          body?: string | null;
          changed?: string | null;
          version?: number | null;
        };
        Returns: {
          id: string;
          version_number: number;
          version: number;
          published_at: string | null;
        };
      };
      article_restore: {
        Args: {
          id: string;
          changed?: string | null;
        };
        Returns: {
          id: string;
          version_number: number;
          version: number;
          published_at: string | null;
        };
      };
      article_withdraw: {
        Args: {
          id: string;
        };
        Returns: {
          id: string;
          version_number: number;
          version: number;
          published_at: string | null;
        };
      };
      article_read: {
        Args: {
          article_id: string;
          number: number;
        };
        Returns: undefined;
      };
      quiz_edit: {
        Args: {
          article_id: string;
        };
        Returns: {
          article_id: string;
          number: number;
          pass_percent: number;
          questions: Json;
        };
      };
      quiz_save: {
        Args: {
          article_id: string;
          questions: Json;
        };
        Returns: undefined;
      };
      quiz_take: {
        Args: {
          article_id: string;
        };
        Returns: {
          article_id: string;
          number: number;
          pass_percent: number;
          questions: Json;
        };
      };
      quiz_answer: {
        Args: {
          article_id: string;
          number: number;
          answers: Json;
        };
        Returns: {
          score: number;
          question_count: number;
          is_passed: boolean;
          results: Json;
        };
      };
      training_mine: {
        Args: Record<never, never>;
        Returns: {
          article_id: string;
          title: string;
          number: number;
          state: string;
          is_required: boolean;
          is_due: boolean;
          read_number: number;
          read_at: string | null;
          question_count: number;
          tries: number;
          score: number;
          is_passed: boolean;
        }[];
      };
      training_matrix: {
        Args: {
          rows?: number | null;
          offset?: number | null;
        };
        Returns: {
          members: Json;
          articles: Json;
          cells: Json;
          member_count: number;
        };
      };
      announcement_list: {
        Args: Record<never, never>;
        Returns: {
          id: string;
          title: string;
          body: string | null;
          starts_at: string | null;
          ends_at: string | null;
          created_at: string;
          created_by: string | null;
          is_pinned: boolean;
          is_seen: boolean;
          seen_count: number | null;
        }[];
      };
      announcement_see: {
        Args: {
          id: string;
        };
        Returns: undefined;
      };
      show_board: {
        Args: {
          live_session_id: string;
        };
        Returns: {
          live_session_id: string;
          title: string;
          status: "planned" | "live" | "ended";
          currency: string;
          as_of: string;
          starts_at: string | null;
          ends_at: string | null;
          gmv: number;
          units: number;
          orders: number;
          cost?: number;
          units_without_cost?: number;
          target_gmv: number | null;
          target_units: number | null;
          gmv_due: number | null;
          units_due: number | null;
          earlier_shows: number;
          earlier_gmv: number | null;
          earlier_units: number | null;
          step_minutes: number;
          series: Json;
          others: Json;
          last_sales: Json;
          items: Json;
          stock?: Json;
          slots: Json;
        };
      };
      show_on_camera: {
        Args: {
          live_session_id: string;
          show_item_id?: string | null;
        };
        Returns: {
          show_item_id: string | null;
          on_camera_since: string | null;
        };
      };
      show_order: {
        Args: {
          live_session_id: string;
          items: Json;
        };
        Returns: undefined;
      };
      show_host_link: {
        Args: {
          live_session_id: string;
        };
        Returns: {
          show_slot_id: string;
          host_id: string;
          host: string;
          is_new: boolean;
        };
      };
      live_session_start: {
        Args: { id: string };
        Returns: Database["public"]["Tables"]["live_session"]["Row"];
      };
      live_session_end: {
        Args: { id: string };
        Returns: Database["public"]["Tables"]["live_session"]["Row"];
      };
      inbound_box_arrive: {
        Args: { id: string };
        Returns: Database["public"]["Tables"]["inbound_box"]["Row"];
      };
      inbound_box_count: {
        Args: { id: string };
        Returns: Database["public"]["Tables"]["inbound_box"]["Row"];
      };
    };
    Enums: Record<never, never>;
    CompositeTypes: Record<never, never>;
  };
};
