// 车辆研判 over HTTP: what there is, and one route for each, so that the API's description has each one's terms.
import {
  AnalysisInfo,
  AnalysisRequest,
  AnalysisResult,
  analysisNames,
  analysisTerms,
} from '@brightwall/protocol/analysis';
import { Type } from 'typebox';
import { type Analyses, analyses } from '../passages/analysis/analyses.ts';
import { csvOf } from '../passages/analysis/csv.ts';
import type { App } from './app-type.ts';
import { lookerOf } from './looker.ts';

export function addAnalysisRoutes(app: App, { analyses: run }: { analyses: Analyses }): void {
  app.get(
    '/api/analyses',
    {
      schema: {
        tags: ['history'],
        summary: '研判方法及其说明 / The analyses, and what each can and cannot prove',
        response: { 200: Type.Array(AnalysisInfo) },
      },
    },
    async () => run.list(),
  );

  for (const name of analysisNames) {
    const { zh, en, columns } = analyses[name];
    app.post(
      `/api/analyses/${name}`,
      {
        schema: {
          tags: ['history'],
          summary: `${zh.title} / ${en.title}`,
          description: `${zh.explanation}\n\n${en.explanation}\n\n每次研判连同条件和结果数写入审计；Accept: text/csv 时为表格。 / Each is written to the audit with its terms and the number of rows; with Accept: text/csv it is a table.`,
          body: AnalysisRequest(analysisTerms[name]),
          response: { 200: AnalysisResult },
        },
      },
      async (request, reply) => {
        const format = request.headers.accept?.includes('text/csv') ? 'csv' : 'json';
        const { purposeId, terms } = request.body;
        const result = await run.run(name, { purposeId, terms, format }, lookerOf(request));
        if (format === 'json') return result;
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${name}.csv"`)
          .serializer((text: string) => text)
          .send(csvOf(columns, result) as never);
      },
    );
  }
}
