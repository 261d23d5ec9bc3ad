/* The numbers of a chart as a table, for whoever does not see it. */
import { VisuallyHidden } from "@mantine/core";

interface Props {
  readonly label: string;
  readonly columns: readonly string[];
  /** the first cell names the row */
  readonly rows: readonly (readonly string[])[];
}

export function ChartTable({ label, columns, rows }: Props) {
  return (
    <VisuallyHidden>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  );
}
